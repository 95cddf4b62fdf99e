#!/bin/sh
# Trains the shipped bundles anew: wbc8 from scratch in three parts, and all_b3 from its second.
# DATA holds the folders pbc8 and all_fields; everything is written to RUNS. Two processes of one
# thread each, since that is what the two processor cores were that the bundles were made on.
set -eu
: "${DATA:?set DATA to the folder with pbc8 and all_fields}"
RUNS=${RUNS:-runs}
PYTHON=${PYTHON:-python}
mkdir -p "$RUNS"
cd "$RUNS"

train() { OMP_NUM_THREADS=1 "$PYTHON" -m torch.distributed.run --standalone --nproc-per-node 2 -m allviewer train "$@"; }

"$PYTHON" -m allviewer train --pack-only --data "folder:$DATA/pbc8" --kind cell --crop-size 128 \
  --workers 2 --pack pbc8.safetensors --out .
"$PYTHON" -m allviewer train --pack-only --data "folder:$DATA/all_fields" --kind field --crop-size 80 \
  --workers 2 --pack all_fields.safetensors --out .

mild=mild,hue=0,saturation=0,brightness=0,contrast=0,mixing=0.15
wbc8="--data pack:pbc8.safetensors --architecture efficientnet_b3 --drop 0.1 --drop-path 0 --weight-decay 0.03
  --val-fraction 0.05 --test-fraction 0.05 --colour density_ratio --augment $mild"
# Part one was stopped after its fourth epoch of this plan, and part two started from its plain weights,
# not their running mean. This shorter plan stands for it.
train $wbc8 --stages 4x64 --batch-size 24 --lr 2.5e-3 --warmup 0.7 --ema 0.9 --out wbc8_a
train $wbc8 --init ./wbc8_a --stages 7x64,3x96 --batch-size 32 --lr 2.2e-3 --warmup 0.06 --ema 0.99 --out wbc8_b
strong=strong,hue=0,saturation=0,brightness=0,contrast=0
# The later --augment holds.
train $wbc8 --augment "$strong,mixing=0.4,stain=0.5,gamma=0.25,noise=0.2" --init ./wbc8_b --stages 2x64,2x96 \
  --batch-size 32 --lr 1.2e-3 --warmup 0.1 --ema 0.98 --error-rate 0.05 --name wbc8 --out wbc8

labels="--label Benign=normal --label Early=blast --label Pre=blast --label Pro=blast --label platelet="
for name in basophil eosinophil erythroblast ig lymphocyte monocyte neutrophil; do
  labels="$labels --label $name=normal"
done
train --data pack:all_fields.safetensors --data pack:pbc8.safetensors $labels --source-weight pbc8=0.3 \
  --architecture efficientnet_b3 --init ./wbc8_b --stages 5x64,2x96 --epoch-size 4000 --batch-size 32 \
  --lr 1.2e-3 --warmup 0.15 --drop 0.3 --drop-path 0.05 --ema 0.99 --label-smoothing 0.1 --weight-decay 0.05 \
  --group-by block --val-fraction 0.06 --test-fraction 0.15 --colour grey_zscore --black \
  --augment "$strong" --out all_b3
