"""Makes the ONNX files beside this script, and what sklearn and onnxruntime answer for a few rows."""
import json, sys
import numpy as np, onnx, onnxruntime, sklearn, skl2onnx
from onnx import TensorProto, helper
from skl2onnx import to_onnx
from skl2onnx.common.data_types import DoubleTensorType, FloatTensorType, Int64TensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
import pandas as pd

out = sys.argv[1]
random = np.random.default_rng(1)
X = random.normal(size=(300, 3)).round(3)
y = (2 * X[:, 0] - X[:, 1] ** 2 + 0.1 * random.normal(size=300)).round(4)
names = np.array(["slow", "fast", "usual"])  # not in alphabetical order by number
c = np.digitize(y, [-1, 1])
rows = X[:5]
expected = {}


def save(name, model):
    onnx.checker.check_model(model)
    onnx.save(model, f"{out}/{name}.onnx")
    return onnxruntime.InferenceSession(f"{out}/{name}.onnx")


# one double input [N,3]
linear = LinearRegression().fit(X, y)
save("linear", to_onnx(linear, initial_types=[("X", DoubleTensorType([None, 3]))]))
expected["linear"] = linear.predict(rows).tolist()

# one float input [N,3]
boosted = GradientBoostingRegressor(n_estimators=20, max_depth=3, random_state=1).fit(X.astype(np.float32), y)
session = save("boosted", to_onnx(boosted, initial_types=[("X", FloatTensorType([None, 3]))], target_opset={"": 18, "ai.onnx.ml": 3}))
expected["boosted"] = session.run(None, {"X": rows.astype(np.float32)})[0].ravel().tolist()

# labels as whole numbers, scores as a tensor
forest = RandomForestClassifier(n_estimators=5, max_depth=3, random_state=1).fit(X.astype(np.float32), c)
save("forest", to_onnx(forest, initial_types=[("X", FloatTensorType([None, 3]))], options={"zipmap": False}, target_opset={"": 18, "ai.onnx.ml": 3}))
expected["forest"] = forest.predict_proba(rows.astype(np.float32)).tolist()

# scores as a sequence of maps, which can't be read
save("zipmap", to_onnx(LogisticRegression().fit(X, c), initial_types=[("X", FloatTensorType([None, 3]))]))

# an input a column, of different types
frame = pd.DataFrame({"zone": np.where(X[:, 0] > 0, "north", "south"), "hour": (X[:, 1] * 5 + 12).astype(np.int64), "miles": X[:, 2]})
pipeline = make_pipeline(
    ColumnTransformer([("zone", OneHotEncoder(handle_unknown="ignore"), ["zone"]), ("numbers", StandardScaler(), ["hour", "miles"])]),
    LinearRegression()).fit(frame, y)
save("pipeline", to_onnx(pipeline, initial_types=[
    ("zone", StringTensorType([None, 1])), ("hour", Int64TensorType([None, 1])), ("miles", FloatTensorType([None, 1]))]))
mixed = frame[:4].copy()
mixed.loc[3, "zone"] = "west"
expected["pipeline"] = {"rows": mixed.to_dict("records"), "answers": pipeline.predict(mixed).tolist()}

# what must be refused
x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 1])
r = helper.make_tensor_value_info("r", TensorProto.FLOAT, ["N", 1])
opset = [helper.make_opsetid("", 18)]


def graph(nodes, initializers=()):
    return helper.make_graph(nodes, "g", [x], [r], list(initializers))


custom = helper.make_model(graph([helper.make_node("Evil", ["x"], ["r"], domain="com.evil")]), opset_imports=opset + [helper.make_opsetid("com.evil", 1)], ir_version=8)
onnx.save(custom, f"{out}/custom-operator.onnx")
tensor = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[1], data_location=TensorProto.EXTERNAL)
entry = tensor.external_data.add()
entry.key, entry.value = "location", "../../../etc/passwd"
onnx.save(helper.make_model(graph([helper.make_node("Mul", ["x", "w"], ["r"])], [tensor]), opset_imports=opset, ir_version=8), f"{out}/external-data.onnx")
body = helper.make_graph(
    [helper.make_node("Identity", ["go"], ["goes"]), helper.make_node("Identity", ["v"], ["w"])], "body",
    [helper.make_tensor_value_info("i", TensorProto.INT64, []), helper.make_tensor_value_info("go", TensorProto.BOOL, []), helper.make_tensor_value_info("v", TensorProto.FLOAT, ["N", 1])],
    [helper.make_tensor_value_info("goes", TensorProto.BOOL, []), helper.make_tensor_value_info("w", TensorProto.FLOAT, ["N", 1])])
onnx.save(helper.make_model(graph([helper.make_node("Loop", ["", "", "x"], ["r"], body=body)]), opset_imports=opset, ir_version=8), f"{out}/loop.onnx")

json.dump({"rows": rows.tolist(), "expected": expected}, open(f"{out}/expected.json", "w"), indent=1)
print(sklearn.__version__, skl2onnx.__version__, onnx.__version__, onnxruntime.__version__)
