# Reads reports without a network and without root:
#   docker build -t siljeok .
#   docker run --rm --network none --user "$(id -u):$(id -g)" -v "$PWD:/work" siljeok run
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1

COPY requirements.lock /opt/siljeok/
RUN pip install --quiet --require-hashes -r /opt/siljeok/requirements.lock

COPY LICENSE pyproject.toml /opt/siljeok/
COPY pipeline /opt/siljeok/pipeline
COPY siljeok /opt/siljeok/siljeok
ENV PYTHONPATH=/opt/siljeok
# what is compiled once needs no writing when the container runs
RUN python -m pipeline.lexicon.make && python -m compileall -q /opt/siljeok \
    && useradd --uid 10001 --no-create-home reader && mkdir /work && chown reader /work

USER reader
WORKDIR /work
ENTRYPOINT ["python", "-m", "siljeok"]
CMD ["--help"]
