#!/bin/sh
# All steps from PolNeAR to the weights: sh train/make.sh POLNEAR OUT. Some two hours on two idle cores.
set -eu
data=$1 out=$2
here=$(dirname "$0")
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 ONEDNN_PRIMITIVE_CACHE_CAPACITY=256

# Three models that differ in their seed alone, two at a time.
train() { python "$here/train.py" --data "$data" --out "$out/seed-$1" --seed "$1" --epochs 5; }
train 11 &
train 12
train 13
wait

# What the three think of the training articles on average; a fourth learns from that beside the annotators' tags.
python "$here/soften.py" --data "$data" --models "$out/seed-11/epoch-5" "$out/seed-12/epoch-5" "$out/seed-13/epoch-5" --out "$out/soft.npz"
python "$here/train.py" --data "$data" --out "$out/student" --seed 14 --epochs 6 --teacher "$out/soft.npz"

# The mean of its last two epochs is the model; its biases, threshold and confidence are chosen on dev.
python "$here/average.py" "$out/mean.safetensors" "$out/student/epoch-5.safetensors" "$out/student/epoch-6.safetensors"
python "$here/export.py" --data "$data" --weights "$out/mean.safetensors" --out "$out/model"
python "$here/judge.py" --data "$data" --model "$out/model" --tune
