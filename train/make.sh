#!/bin/sh
# All steps from PolNeAR to the weights: sh train/make.sh POLNEAR TEXTS OUT. Some three hours on two idle cores.
# TEXTS is a folder of plain texts without labels, as train/texts.py makes it.
set -eu
data=$1 texts=$2 out=$3
here=$(dirname "$0")
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 ONEDNN_PRIMITIVE_CACHE_CAPACITY=256

# Three models that differ in their seed alone, two at a time.
train() { python "$here/train.py" --data "$data" --out "$out/seed-$1" --seed "$1" --epochs 5; }
train 11 &
train 12
train 13
wait
three="$out/seed-11/epoch-5 $out/seed-12/epoch-5 $out/seed-13/epoch-5"

# What the three think of the training articles on average; a fourth learns from that beside the annotators' tags. It ends as the mean of its last two epochs.
python "$here/soften.py" --data "$data" --models $three --out "$out/soft.npz"
python "$here/train.py" --data "$data" --out "$out/student" --seed 14 --epochs 6 --teacher "$out/soft.npz"
python "$here/average.py" "$out/student.safetensors" "$out/student/epoch-5.safetensors" "$out/student/epoch-6.safetensors"

# It goes on learning, now from what the three think of news without labels too, and from where their cues and contents point.
python "$here/soften.py" --data "$data" --models $three --texts "$texts" --pointers --out "$out/softer.npz"
python "$here/train.py" --data "$data" --texts "$texts" --out "$out/pupil" --seed 15 --epochs 6 --rate 2e-4 \
    --start "$out/student.safetensors" --teacher "$out/softer.npz"

# The mean of what it began as and of its last two epochs is the model; its biases and confidence are chosen on dev.
python "$here/average.py" "$out/mean.safetensors" "$out/pupil/epoch-5.safetensors" "$out/pupil/epoch-6.safetensors" "$out/student.safetensors"
python "$here/export.py" --data "$data" --weights "$out/mean.safetensors" --out "$out/model"
python "$here/judge.py" --data "$data" --model "$out/model" --tune
