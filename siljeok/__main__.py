"""`python -m siljeok` is the command `siljeok`."""

from siljeok import main

if __name__ == "__main__":
    main()
