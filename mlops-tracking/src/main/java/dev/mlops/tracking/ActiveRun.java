package dev.mlops.tracking;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.MlopsException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Model;
import dev.mlops.model.ObservableTrainer;
import dev.mlops.model.Provenance;
import dev.mlops.storage.Codec;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.MetricPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tribuo.Output;
import org.tribuo.Trainer;

/**
 * Records a run. It is open from {@link Experiment#start} to {@link #close}.
 *
 * <p>Recording parameters, metrics, tags and datasets is asynchronous: the call puts it into memory that is bounded for the
 * whole workspace, and waits only when that is full. {@link #flush} tells when it is on disk, and nothing that it told is
 * lost, whatever happens to the process. When the store is in trouble, that is tried again, then written to the workspace's
 * journal, from where it comes to the store when that is well, or when the next workspace is opened that has the same
 * journal. Only where neither can be written, records wait in memory, and are dropped in the end: {@link #close} says so.
 * Artifacts are on disk when the call returns, in the store or beside the journal.
 *
 * <p>While a run is open, its process shows every 10 seconds that it lives. One that is silent for a minute is found KILLED,
 * with the time when it was last heard of as its end.
 *
 * <p>Limits are those of the data model: keys up to 250 characters on one line, values of parameters up to 6,000 and of tags
 * up to 8,000; what breaks one throws {@link InvalidException} and records nothing. A run that has ended throws
 * {@link IllegalStateException}. Thread-safe; several processes may record one run, each with {@link Experiment#resume}.
 */
public final class ActiveRun implements AutoCloseable {
    /** Where {@link #model(Model)} puts the model among the artifacts. */
    static final String MODEL = "model";

    private final Tracking tracking;
    private final Experiment experiment;
    private final RunLog log;
    private final Uploads uploads;
    private final Outcome outcome;

    ActiveRun(Tracking tracking, Experiment experiment, RunLog log) {
        this.tracking = tracking;
        this.experiment = experiment;
        this.log = log;
        uploads = new Uploads(tracking, log.id());
        outcome = new Outcome(tracking, log);
    }

    /** 32 lower-case hexadecimal digits. */
    public String id() {
        return log.id();
    }

    /**
     * Records a parameter: what was chosen before the run. It is written once; the same value again is fine.
     *
     * @throws ConflictException if this process recorded another value for it; where another process did, {@link #flush} or
     *     {@link #close} throws it, and all else is recorded
     */
    public ActiveRun param(String key, String value) {
        log.param(key, value);
        return this;
    }

    /** Records a parameter as {@link #param(String, String)} does, with the number as Java writes it. */
    public ActiveRun param(String key, Number value) {
        return param(key, value.toString());
    }

    /** Records a parameter as {@link #param(String, String)} does. */
    public ActiveRun param(String key, boolean value) {
        return param(key, Boolean.toString(value));
    }

    /** Records a parameter as {@link #param(String, String)} does, with the name of the constant. */
    public ActiveRun param(String key, Enum<?> value) {
        return param(key, value.name());
    }

    /**
     * Records parameters as {@link #param(String, String)} does: the components of a record by name, those of a record in it
     * as {@code outer.inner}. What is null or an empty Optional is left out. Either all are recorded or, where this throws,
     * none.
     *
     * @throws IllegalArgumentException if the record's package isn't open to this module
     * @throws InvalidException if a key or a value breaks a limit, or a value is an array or an object without a text of its
     *     own, whose text would differ in every run
     */
    public ActiveRun params(Record values) {
        log.params(ParamTexts.of(values));
        return this;
    }

    /** The same with the entries of a map. */
    public ActiveRun params(Map<String, ?> values) {
        log.params(ParamTexts.of(values));
        return this;
    }

    /**
     * Records a value of a metric that is measured once, at step 0, now. NaN and the infinities are values like others. Give
     * steps to values that follow each other: of several at one step and in one millisecond the greatest counts as the latest.
     */
    public ActiveRun metric(String key, double value) {
        return metric(key, 0, value);
    }

    /** Records a value of a metric at a step of training, now. */
    public ActiveRun metric(String key, long step, double value) {
        return metric(key, step, value, tracking.clock().instant());
    }

    /**
     * Records a value of a metric at a step and a time, which is cut to milliseconds. Equal values at one step and time are
     * one.
     */
    public ActiveRun metric(String key, long step, double value, Instant time) {
        log.metric(new MetricPoint(key, value, step, time));
        return this;
    }

    /** Records a value of each metric at a step, all at one time. */
    public ActiveRun metrics(long step, Map<String, ? extends Number> values) {
        Instant now = tracking.clock().instant();
        List<MetricPoint> points = new ArrayList<>(); // all of them are checked before the first is recorded
        values.forEach((key, value) -> points.add(new MetricPoint(key, value.doubleValue(), step, now)));
        points.forEach(log::metric);
        return this;
    }

    /** Sets a tag; the last one to set it wins. */
    public ActiveRun tag(String key, String value) {
        log.change(RunLog.weight(key, value), change -> change.tag(key, value));
        return this;
    }

    /** Removes a tag, where it is there. */
    public ActiveRun untag(String key) {
        log.change(RunLog.weight(key, ""), change -> change.untag(key));
        return this;
    }

    /** Says something about the run in words, as Markdown, in place of what was said before. */
    public ActiveRun note(String text) {
        return tag(Tags.NOTE, text);
    }

    /** Records that the run used this data, with its digest, its schema and the number of its rows; O(values), once. */
    public ActiveRun dataset(Dataset<?> dataset, String context) {
        return dataset(Datasets.input(dataset, context));
    }

    /**
     * Records that the run used this data.
     *
     * @param name what it is called
     * @param digest what tells its content, such as {@code sha256:} and 64 hexadecimal digits
     * @param context what it was used for, such as {@code training} or {@code validation}
     */
    public ActiveRun dataset(String name, String digest, String context) {
        return dataset(new DatasetInput(name, digest, context, "", "", -1));
    }

    private ActiveRun dataset(DatasetInput dataset) {
        log.change(RunLog.weight(dataset.schema(), dataset.source()), change -> change.dataset(dataset));
        return this;
    }

    /**
     * Stores a file under its own name, or a folder with all that is in it.
     *
     * @throws NotFoundException if there is neither
     * @throws InvalidException if it can't be read, or a link in the folder leads out of it; a link to a folder that is in it
     *     is left out, since the files there are stored under their own names
     * @throws ConflictException if the path of one artifact would be a folder of another; nothing is stored then
     */
    public ActiveRun artifact(Path fileOrFolder) {
        Path name = fileOrFolder.toAbsolutePath().normalize().getFileName();
        return artifact(name == null ? "root" : name.toString(), fileOrFolder);
    }

    /** Stores a file under this path among the artifacts, or a folder below it; see {@link #artifact(Path)}. */
    public ActiveRun artifact(String path, Path fileOrFolder) {
        return store(path, () -> uploads.add(path, fileOrFolder));
    }

    /** Stores bytes under this path among the artifacts. */
    public ActiveRun artifact(String path, byte[] bytes) {
        return artifact(path, bytes, Codec.bytes());
    }

    /** Stores a text, as UTF-8. */
    public ActiveRun artifact(String path, String text) {
        return artifact(path, text, Codec.text());
    }

    /**
     * Stores a value in a form that {@link RunArtifacts#read} reads: {@code artifact("report.json", report,
     * Codec.json(Report.class))}.
     *
     * @throws InvalidException if the codec can't write it
     */
    public <T> ActiveRun artifact(String path, T value, Codec<T> codec) {
        return store(path, () -> uploads.add(path, value, codec));
    }

    /**
     * Records the training that the result does: the trainer's class as parameter {@code trainer}, its options as
     * {@code trainer.OPTION}, and as it goes on the metrics {@code training/objective} and {@code training/error} by iteration,
     * where the trainer is an {@link ObservableTrainer}. Of others only the parameters are recorded: what Tribuo's own
     * trainers write to java.util.logging is text without a run that it belongs to.
     *
     * <pre>
     * Model model = Model.regression(vectorizer, "duration").train(run.tracked(new LassoTrainer(0.01)), trips);
     * </pre>
     *
     * @throws ConflictException if another trainer was recorded
     */
    public <T extends Output<T>> Trainer<T> tracked(Trainer<T> trainer) {
        param("trainer", trainer.getClass().getName());
        ModelRecord.options("trainer", Provenance.options(trainer)).forEach(this::param);
        if (trainer instanceof ObservableTrainer<T> observable) {
            return observable.onIteration((iteration, objective, error) ->
                    metric("training/objective", iteration, objective).metric("training/error", iteration, error));
        }
        return trainer;
    }

    /** Stores a model as artifacts below {@code model}; see {@link #model(String, Model)}. */
    public ActiveRun model(Model model) {
        return model(MODEL, model);
    }

    /**
     * Stores a model as artifacts below {@code path}, with its signature and hash as tags {@code PATH.signature} and
     * {@code PATH.hash}, its trainer as parameter {@code PATH.trainer}, the trainer's options as {@code PATH.OPTION}, and its
     * training rows as a dataset. Each model of a run needs a path of its own.
     */
    public ActiveRun model(String path, Model model) {
        ModelRecord.of(path, model).addTo(this);
        return store(path, () -> ModelFolder.save(model, folder -> uploads.add(path, folder)));
    }

    ActiveRun modelData(DatasetInput data) {
        return dataset(data);
    }

    private ActiveRun store(String path, Runnable upload) {
        outcome.checkOpen();
        outcome.store(path, upload);
        return this;
    }

    /**
     * Stores, as the artifact {@code git.diff}, how the files that Git tracks differ from the commit; nothing where Git
     * doesn't answer. Takes as long as Git does.
     */
    public ActiveRun codeDiff() {
        Environment.git()
                .diff()
                .ifPresent(diff -> store("git.diff", () -> uploads.add("git.diff", diff, Codec.bytes())));
        return this;
    }

    /**
     * Records what the process takes, from now until the run ends: {@code system/cpu} (share of all processors, 0 to 1),
     * {@code system/cpu_seconds} (since the process began), {@code system/heap_bytes} and {@code system/gc_seconds} (since
     * this call); the steps count the samples.
     *
     * @param interval between samples, at least 100 milliseconds
     * @throws IllegalArgumentException if it is less
     */
    public ActiveRun systemMetrics(Duration interval) {
        if (interval.compareTo(Writer.LINGER) < 0) {
            throw new IllegalArgumentException("interval is " + interval + ", expected " + Writer.LINGER + " or more");
        }
        outcome.checkOpen();
        tracking.writer().add(new SystemMetrics(log, interval, tracking.clock().instant()));
        return this;
    }

    /** Starts a run that is a part of this one. It may go on when this one has ended. */
    public ActiveRun child(String name) {
        return experiment.start(name, id());
    }

    /** Does {@code body} in a run that is a part of this one; see {@link Experiment#run(String, RunBody)}. */
    public <X extends Exception> void child(String name, RunBody<X> body) throws X {
        Experiment.recorded(child(name), body);
    }

    /**
     * The run has failed: it ends as FAILED, when it is closed or at once if it is closed already, and keeps the exception's
     * class and message, and its trace as the artifact {@code failure.txt}. The first outcome that is said stays.
     *
     * <p>Java doesn't tell {@link #close} whether an exception is on its way through try-with-resources, so the run ends as
     * FINISHED unless this is called; {@link Experiment#run(String, RunBody)} does that by itself.
     */
    public void fail(Throwable cause) {
        outcome.fail(cause, uploads);
    }

    /** The run is stopped before its end: it ends as KILLED, like {@link #fail} otherwise. */
    public void cancel(String reason) {
        outcome.cancel(reason);
    }

    /**
     * Returns when all that was logged before is on disk, in the store or in the journal.
     *
     * @throws ConflictException if the store has another value for a parameter; all else is recorded
     * @throws NotFoundException if the run was removed meanwhile
     * @throws StorageUnavailableException if neither store nor journal takes it; it is kept in memory, and tried again
     */
    public void flush() {
        log.deliver();
        MlopsException refusal = log.takeRefusal();
        if (refusal != null) {
            throw refusal;
        }
    }

    /**
     * Ends the run, as FINISHED unless {@link #fail} or {@link #cancel} said otherwise, and brings all that was logged to the
     * store or the journal. Trouble with the store is no error: what is in the journal is safe, and what couldn't be written
     * there either waits in memory for the workspace to close. Closing again does nothing.
     *
     * @throws StorageUnavailableException if something is lost; the message says what
     * @throws ConflictException as {@link #flush} does
     * @throws NotFoundException as {@link #flush} does
     */
    @Override
    public void close() {
        outcome.close();
    }

    @Override
    public String toString() {
        return "run " + id();
    }
}
