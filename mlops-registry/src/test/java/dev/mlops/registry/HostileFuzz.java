package dev.mlops.registry;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Baseline;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import dev.mlops.storage.Workspace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.sgd.fm.FMRegressionTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * Changes files at random and reads them, in a process with little memory: each is read, or refused with an exception of
 * ours. Whatever else happens ends the process and tells which try it was.
 */
final class HostileFuzz {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1e999",
            "2147483648",
            "99999999999999999999999",
            "1".repeat(2_000),
            "null",
            "[]",
            "\"7\"",
            "0.5");
    private static final List<String> TEXTS = List.of(
            "\"" + Canary.Watch.NAME + "\"", "\"\"", "7", "null", "{}", "[]", "\"\\ud800\"", "\"../../x\"", "true");

    private final Random random;
    private final List<Model> models = models();
    private final List<byte[]> archives = new ArrayList<>();
    private int refused;

    private HostileFuzz(long seed) throws IOException {
        random = new Random(seed);
        for (Model model : models) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Model.codec().write(model, out);
            archives.add(out.toByteArray());
        }
    }

    /** Takes a seed and how many tries. */
    public static void main(String[] arguments) throws IOException {
        HostileFuzz fuzz = new HostileFuzz(Long.parseLong(arguments[0]));
        int tries = Integer.parseInt(arguments[1]);
        for (int i = 0; i < tries; i++) {
            try {
                fuzz.loadFiles();
                fuzz.loadArchive();
            } catch (RuntimeException | Error e) {
                throw new IllegalStateException("seed " + arguments[0] + ", try " + i, e);
            }
        }
        try (Workspace workspace = Workspace.inMemory()) {
            ModelRegistry registry = ModelRegistry.in(workspace);
            for (int i = 0; i < tries; i++) {
                try {
                    fuzz.loadVersion(registry);
                } catch (RuntimeException | Error e) {
                    throw new IllegalStateException("seed " + arguments[0] + ", version " + i, e);
                }
            }
        }
        System.out.println((Canary.Watch.isAlive() ? "ALIVE" : "dead") + " " + fuzz.refused);
    }

    private static List<Model> models() {
        Dataset<Rides.Ride> rides = Rides.rides(2);
        Features numbers = Features.of(Feature.number("distance"));
        CARTRegressionTrainer tree = new CARTRegressionTrainer(4, 2, 0, 0.7f, false, new MeanSquaredError(), 1L);
        return List.of(
                Rides.model(3),
                Rides.classifier(),
                Baseline.mean("minutes").train(rides),
                Model.average(List.of(Rides.model(3), Rides.model(3)), 1, 2),
                Model.regression(numbers.fit(rides), "minutes")
                        .train(new RandomForestTrainer<>(tree, new AveragingCombiner(), 3), rides),
                Model.regression(numbers.fit(rides), "minutes")
                        .train(
                                new FMRegressionTrainer(
                                        new SquaredLoss(), new AdaGrad(0.1), 2, 1000, 1, 1L, 4, 0.1, true),
                                rides));
    }

    private void loadFiles() {
        ModelBytes files = ModelBytes.of(pick(models));
        String name = pick(List.of(ModelBytes.MANIFEST, ModelBytes.VECTORIZER, ModelBytes.ESTIMATOR));
        ModelBytes changed = files.with(name, changed(files.content(name), !name.equals(ModelBytes.ESTIMATOR)));
        boolean sealed = random.nextInt(4) > 0;
        attempt(() -> use(Model.load(sealed ? changed.sealed() : changed)));
    }

    private void loadArchive() {
        byte[] archive = changed(pick(archives), false);
        try {
            use(Model.codec().read(new ByteArrayInputStream(archive)));
        } catch (IOException | InvalidException e) {
            refused++;
        }
    }

    private void use(Model model) {
        if (model.signature().output().kind() == Signature.Kind.REGRESSION) {
            model.predict(Rides.EXAMPLE);
        } else {
            model.classify(Rides.EXAMPLE);
        }
        model.coefficients();
        model.estimator();
    }

    private void loadVersion(ModelRegistry registry) {
        ModelVersion version = registry.registration("trips")
                .model(pick(models))
                .example(Rides.EXAMPLE)
                .register();
        registry.promote(version, "champion", RegistryFixture.PASSED);
        String file = pick(version.artifacts()).name().path();
        byte[] changed = changed(version.files().read(file), !file.endsWith(".pb"));
        version.files().put(file, changed);
        attempt(version::load);
        attempt(version::promotions);
        attempt(version::example);
        attempt(version::datasets);
        attempt(version::commit);
        registry.model("trips").delete();
    }

    private void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (InvalidException | NotFoundException e) {
            refused++;
        }
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private byte[] changed(byte[] content, boolean isText) {
        if (isText && random.nextBoolean()) {
            boolean number = random.nextBoolean();
            return replaced(content, number ? NUMBER : TEXT, pick(number ? NUMBERS : TEXTS));
        }
        byte[] copy = content.clone();
        int at = random.nextInt(copy.length);
        int end = Math.min(copy.length, at + 1 + random.nextInt(9));
        switch (random.nextInt(5)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy = Arrays.copyOf(copy, at);
            case 2 -> Arrays.fill(copy, at, end, (byte) 0xff); // a length beyond all bounds
            case 3 -> copy = spliced(content, content);
            default -> copy = spliced(content, ModelBytes.of(pick(models)).content(ModelBytes.ESTIMATOR));
        }
        return copy;
    }

    /** A piece of one, put into another one. */
    private byte[] spliced(byte[] content, byte[] other) {
        int from = random.nextInt(other.length);
        int to = from + random.nextInt(other.length - from);
        int at = random.nextInt(content.length);
        int rest = at + random.nextInt(content.length - at);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(content, 0, at);
        out.write(other, from, to - from);
        out.write(content, rest, content.length - rest);
        return out.toByteArray();
    }

    private byte[] replaced(byte[] content, Pattern pattern, String replacement) {
        String text = new String(content, StandardCharsets.UTF_8);
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.isEmpty()) {
            return content;
        }
        MatchResult one = pick(found);
        return (text.substring(0, one.start()) + replacement + text.substring(one.end()))
                .getBytes(StandardCharsets.UTF_8);
    }
}
