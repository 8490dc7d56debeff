"""Makes the folder that the import is tested with: python make.py TARGET EXPECTED.json (mlflow 3, file store)."""
import json, os, sys, time
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
import mlflow
from mlflow.tracking import MlflowClient
from mlflow.entities import Metric, Param, RunTag, RunStatus, DatasetInput, Dataset, InputTag

target, expected = sys.argv[1:3]
mlflow.set_tracking_uri("file:" + os.path.abspath(target))
c = MlflowClient()

e1 = c.create_experiment("trip-duration", tags={"team": "eta", "mlflow.note.content": "all taxi runs"})
r = c.create_run(e1, run_name="größe 🚕 \"quoted\"", start_time=1700000000123, tags={
    "mlflow.user": "ana", "mlflow.source.name": "train.py", "mlflow.source.type": "LOCAL",
    "mlflow.source.git.commit": "0123456789abcdef0123456789abcdef01234567", "mlflow.source.git.branch": "main",
    "mlflow.note.content": "first\nnote: 'x'", "plain": "value", "slash/ed tag": "ünï\n<b>", "empty": ""})
run = r.info.run_id
c.log_param(run, "alpha", 0.1)
c.log_param(run, "opt/lr", "1e-3")
c.log_param(run, "text", " spaced ünï 🚕\nsecond line\n")
c.log_param(run, "none", None)
c.log_batch(run, metrics=[Metric("loss", 1 / (i + 1), 1700000000200 + 10 * i, i) for i in range(50)])
for i, v in enumerate([1.5, float("nan"), float("inf"), float("-inf"), -0.0, 1e-320, 1.7976931348623157e308]):
    c.log_metric(run, "odd values", v, timestamp=1700000001000 + i, step=i)
c.log_metric(run, "val/rmse", 5.25, timestamp=1700000002000, step=-3)
c.log_metric(run, "val/rmse", 5.75, timestamp=1700000001000, step=7)
c.log_metric(run, "val/rmse", 5.5, timestamp=1700000001500, step=7)
c.log_metric(run, "val/rmse", 5.5, timestamp=1700000001500, step=7)
c.log_metric(run, "big", 1, timestamp=1700000001500, step=2**62)
c.log_metric(run, "on data", 0.5, timestamp=1700000001500, step=4, dataset_name="taxi", dataset_digest="abc123", ) if "dataset_name" in MlflowClient.log_metric.__code__.co_varnames else None
c.log_inputs(run, datasets=[
    DatasetInput(Dataset("taxi", "abc123", "local", json.dumps({"uri": "file:///data/jan ünï.parquet"}),
                         schema=json.dumps({"mlflow_colspec": [{"type": "long", "name": "PULocationID", "required": True}] * 12}),
                         profile=json.dumps({"num_rows": 76518, "num_elements": 1530360})),
                 [InputTag("mlflow.data.context", "training")]),
    DatasetInput(Dataset("taxi-val", "def: '456'", "code", '{"tags": {}}'), [])])
with open("note.txt", "w") as f: f.write("hello ünï\n")
c.log_artifact(run, "note.txt", "plots/deep er")
c.log_text(run, "{}", "empty.json")
c.set_terminated(run, "FINISHED", end_time=1700000100456)

child = c.create_run(e1, run_name="child", start_time=1700000000500, tags={"mlflow.parentRunId": run, "mlflow.user": "bo"}).info.run_id
c.log_metric(child, "loss", 3.0, timestamp=1700000000600)
c.set_terminated(child, "FAILED", end_time=1700000000700)
killed = c.create_run(e1, run_name="killed", start_time=1700000000800).info.run_id
c.set_terminated(killed, "KILLED", end_time=1700000000900)
running = c.create_run(e1, run_name="still running", start_time=1700000000800).info.run_id
c.log_metric(running, "loss", 2.5, timestamp=1700000005000, step=1)
gone = c.create_run(e1, run_name="deleted", start_time=1700000001800).info.run_id
c.log_param(gone, "alpha", "7")
c.set_terminated(gone, "FINISHED", end_time=1700000001900)
c.delete_run(gone)

e2 = c.create_experiment("yes: no # \"twice\" ünï 🚕")
other = c.create_run(e2, run_name="123", start_time=1700000003000).info.run_id
c.set_terminated(other, "FINISHED", end_time=1700000003100)
e3 = c.create_experiment("set aside")
aside = c.create_run(e3, run_name="aside", start_time=1700000004000).info.run_id
c.log_metric(aside, "rmse", 9.0, timestamp=1700000004001, step=1)
c.set_terminated(aside, "FINISHED", end_time=1700000004100)
c.delete_experiment(e3)
e4 = c.create_experiment("null")

# What MLflow itself reads back is the reference.
def read(run_id):
    r = c.get_run(run_id)
    return dict(id=run_id, experiment=c.get_experiment(r.info.experiment_id).name, name=r.info.run_name, status=r.info.status,
                lifecycle=r.info.lifecycle_stage, start=r.info.start_time, end=r.info.end_time, params=r.data.params,
                tags=r.data.tags, latest={k: repr(v) for k, v in r.data.metrics.items()},
                history={k: [[m.timestamp, repr(m.value), m.step] for m in c.get_metric_history(run_id, k)] for k in r.data.metrics},
                datasets=[[i.dataset.name, i.dataset.digest, i.dataset.source_type, i.dataset.source, i.dataset.schema, i.dataset.profile,
                           {t.key: t.value for t in i.tags}] for i in r.inputs.dataset_inputs])
json.dump(dict(mlflow=mlflow.__version__, runs=[read(i) for i in (run, child, killed, running, gone, other, aside)]),
          open(expected, "w"), indent=1, ensure_ascii=False, sort_keys=True)
