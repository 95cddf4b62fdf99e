#!/bin/sh
# Trains the networks of the five systems, each by its own recipe, on one split of all_fields and of pbc8.
# RUNS holds pbc8.safetensors, all_fields.safetensors and imagenet_b3, as train.sh makes them. Each sees
# CELLS cells. The figures of the test side are in each bundle's card, under provenance.
set -eu
RUNS=${RUNS:-runs}
CELLS=${CELLS:-2400}
PYTHON=${PYTHON:-python}
cd "$RUNS"
mkdir -p systems

fields="--data pack:all_fields.safetensors --label Benign=normal --label Early=blast --label Pre=blast
  --label Pro=blast --val-fraction 0.06 --test-fraction 0.15"
cells="--data pack:pbc8.safetensors --stretches pbc8=5 --val-fraction 0.05 --test-fraction 0.05"

# system NAME SIDE OPTIONS…: both data sets, SIDE pixels
system() {
  name=$1 side=$2
  shift 2
  for data in fields cells; do
    eval "where=\$$data"
    [ -f "systems/${name}_$data/card.json" ] ||
      "$PYTHON" -m allviewer train $where --architecture "$name" --stages "1x$side" --epoch-size "$CELLS" --device cpu \
        --colour rgb --ema 0.98 --out "systems/${name}_$data" "$@"
  done
}

start="--init ./imagenet_b3"
# 1: normalised stain, noise reduction, segmentation; transfer learning
system efficientnet_b3 64 $start --colour density_ratio --median 3 --black --optimizer adamw --lr 1.5e-3
# 2: multi-attention heads
system multi_attention_efficientnet_b3 64 $start --optimizer adamw --lr 1.5e-3
system multi_attention_efficientnetv2_s 64 --optimizer adamw --lr 1.5e-3
# 3: backbones read by a gated recurrent unit; joined by the sum rule below
system mobilenet_v2_gru 64 --optimizer adam --lr 1e-3
system efficientnet_b3_gru 64 $start --optimizer adam --lr 1e-3
system inception_v3_gru 80 --optimizer adam --lr 1e-3
# 4: DenseNet121 with attention against four others
system densenet121_attention 64 --optimizer adamax --lr 2e-3
system mobilenet_v2 64 --optimizer adamax --lr 2e-3
system resnet50 64 --optimizer adamax --lr 1e-3
system xception 64 --optimizer adamax --lr 2e-3
system efficientnet_b5 64 --optimizer adamax --lr 2e-3
# 5: thirteen convolutions from scratch
system deep_cnn 64 --optimizer adam --lr 1e-3

for data in fields cells; do
  eval "where=\$$data"
  "$PYTHON" -m allviewer evaluate $where --out "systems/sum_rule_$data" \
    --model "./systems/inception_v3_gru_$data+./systems/efficientnet_b3_gru_$data+./systems/mobilenet_v2_gru_$data"
done
