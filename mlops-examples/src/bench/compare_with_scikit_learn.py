"""The other half of compare-with-scikit-learn.sh: the same work with scikit-learn, as it comes.

Argument: the CSV file of trips. Prints a line a measurement: name, median milliseconds when warm, training error.
"""
import csv
import statistics
import sys
import time

import numpy
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import Lasso, LinearRegression, Ridge


def measure(work, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), result


def main():
    with open(sys.argv[1], newline="") as file:
        rows = list(csv.reader(file))
    trips = [{"PU_DO": f"{a}_{b}", "trip_distance": float(d)} for a, b, d, _ in rows]
    minutes = numpy.array([float(row[3]) for row in rows])

    DictVectorizer().fit_transform(trips)
    milliseconds, matrix = measure(lambda: DictVectorizer().fit_transform(trips), 7)
    print(f"vectorize {milliseconds:.2f} 0")
    matrix.indices = matrix.indices.astype(numpy.int32)  # recent versions make 64-bit ones, which Lasso refuses
    matrix.indptr = matrix.indptr.astype(numpy.int32)

    for name, model, rounds in (
        ("linear-regression", LinearRegression, 11),
        ("ridge-1", lambda: Ridge(alpha=1), 11),
        ("lasso-0.01", lambda: Lasso(alpha=0.01), 2),
    ):
        if rounds > 2:
            model().fit(matrix, minutes)
        milliseconds, fitted = measure(lambda: model().fit(matrix, minutes), rounds)
        error = numpy.sqrt(numpy.mean((minutes - fitted.predict(matrix)) ** 2))
        print(f"{name} {milliseconds:.2f} {error:.9f}")


main()
