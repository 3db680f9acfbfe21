# The backend: API, engine and media workers in one image. CPU by default; the build of torch is the person's choice:
#   TORCH_SPEC            what pip installs (torch==2.13.0; empty: no torch, the built-in engine alone)
#   PIP_EXTRA_INDEX_URL   a second package index where that build lives (empty: none)
FROM python:3.11-slim-bookworm

ARG TORCH_SPEC=torch==2.13.0
ARG PIP_EXTRA_INDEX_URL=

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

WORKDIR /app/backend
COPY backend/constraints.txt ./
# torch has a layer of its own: it is the largest and changes least
RUN if [ -n "$TORCH_SPEC" ]; then pip install --no-cache-dir $TORCH_SPEC; fi
COPY backend/pyproject.toml backend/README.md ./
RUN mkdir -p src/masklet && touch src/masklet/__init__.py \
 && pip install --no-cache-dir -c constraints.txt . ${TORCH_SPEC:+safetensors huggingface_hub} && pip uninstall -q -y masklet && rm -rf src build
COPY backend/src ./src
RUN pip install --no-cache-dir --no-deps . \
 && useradd --uid 10001 --create-home masklet && mkdir -p /data /checkpoints && chown masklet: /data

USER masklet
ENV MASKLET_HOST=0.0.0.0 MASKLET_PORT=7263 MASKLET_DATA_DIR=/data
VOLUME /data
EXPOSE 7263
HEALTHCHECK --interval=5s --timeout=5s --start-period=90s --retries=6 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7263/healthy', timeout=4)"]
CMD ["masklet", "serve"]
