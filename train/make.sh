#!/bin/sh
# All steps from PolNeAR to the weights: sh train/make.sh POLNEAR OUT. About an hour on two idle cores.
set -eu
data=$1 out=$2
here=$(dirname "$0")
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 ONEDNN_PRIMITIVE_CACHE_CAPACITY=256

# Two models that differ in seed and window, one a core.
python "$here/train.py" --data "$data" --out "$out/one" --seed 1 --epochs 5 --size 254 &
python "$here/train.py" --data "$data" --out "$out/two" --seed 2 --epochs 4 --size 510
wait

# What both think of the training articles, and two more epochs of the first with that beside the annotators' tags.
python "$here/soften.py" --data "$data" --models "$out/one/epoch-4" "$out/two/epoch-4" --out "$out/soft.npz"
for seed in 3 4; do
    python "$here/train.py" --data "$data" --out "$out/student-$seed" --seed $seed --epochs 1 --rate 1.2e-4 --decay 0.99 \
        --start "$out/one/epoch-4.safetensors" --teacher "$out/soft.npz" &
done
wait

# Their mean is the model.
python "$here/average.py" "$out/mean.safetensors" "$out/student-3/epoch-1.safetensors" "$out/student-4/epoch-1.safetensors" \
    "$out/one/epoch-4.safetensors" "$out/one/epoch-5.safetensors"
python "$here/export.py" --data "$data" --weights "$out/mean.safetensors" --out "$out/model"
python "$here/judge.py" --data "$data" --model "$out/model" --tune
