"""Many files, each in a process of its own, published one by one; what a run met decides its exit
code.

Importing this imports neither PDFium nor pyarrow: the worker does, while the parent only hashes,
waits and renames.
"""
