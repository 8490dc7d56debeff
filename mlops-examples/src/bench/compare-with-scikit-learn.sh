#!/usr/bin/env bash
# Fits Linear Regression, Ridge and Lasso on one-hot trips with this library and with scikit-learn, side by side, one
# thread each; prints both times and their ratio. Fails where scikit-learn is faster.
#
#   mlops-examples/src/bench/compare-with-scikit-learn.sh [green_tripdata_2021-01.parquet]
#
# Without a month the trips are generated. Needs mlops-examples/target/trip-duration.jar (mvn -q package -DskipTests)
# and Python with scikit-learn (Debian: apt install python3-sklearn; or PYTHON=/path/to/venv/bin/python).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
jar=$here/../../target/trip-duration.jar
python=${PYTHON:-python3}
[ -f "$jar" ] || { echo "$jar is not there: build it with mvn -q package -DskipTests" >&2; exit 2; }
"$python" -c 'import sklearn' || { echo "$python has no scikit-learn: apt install python3-sklearn" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java -XX:+UseSerialGC -Xmx1g -cp "$jar" "$here/CompareWithScikitLearn.java" "$work/trips.csv" "$@" > "$work/ours"
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 "$python" "$here/compare_with_scikit_learn.py" "$work/trips.csv" > "$work/theirs"

printf '%-18s %10s %14s %7s   %s\n' work "ours, ms" "scikit-learn" ratio "training error: ours, scikit-learn"
awk 'NR == FNR {ours[$1] = $2; error[$1] = $3; next}
     {ratio = $2 / ours[$1]; slower += ratio < 1
      printf "%-18s %10.2f %14.2f %6.1fx   %s\n", $1, ours[$1], $2, ratio, $1 == "vectorize" ? "" : error[$1] "  " $3}
     END {exit slower > 0}' "$work/ours" "$work/theirs"
