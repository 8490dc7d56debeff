package dev.mlops.registry;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One of the processes of a race: says that it is ready, and begins when it is told to. */
final class Racer {
    static final int THREADS = 8;
    static final int ROUNDS = 3;
    private static final String TRIPS = RegistryFixture.TRIPS;
    private static final String CHAMPION = RegistryFixture.CHAMPION;

    private final ModelRegistry registry;
    private final int process;
    private final int rounds;

    enum Kind {
        PROMOTE,
        MIXED,
        REGISTER
    }

    private Racer(ModelRegistry registry, int process, int rounds) {
        this.registry = registry;
        this.process = process;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        Storage storage = Storage.open(URI.create(arguments[0]), URI.create(arguments[1]));
        try (Workspace workspace = Workspace.builder(storage).build()) {
            int process = Integer.parseInt(arguments[3]);
            int rounds = ROUNDS * Integer.parseInt(arguments[4]);
            new Racer(ModelRegistry.in(workspace), process, rounds).run(Kind.valueOf(arguments[2]));
        }
    }

    private void run(Kind kind) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        RegistryFixture.MODEL.contentHash(); // trained before the start
        System.out.println("ready");
        if (System.in.read() < 0) {
            throw new IOException("the test is gone");
        }
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            all.add(threads.submit((Callable<Integer>) () -> work(kind, thread)));
        }
        for (Future<Integer> each : all) {
            each.get();
        }
        threads.shutdown();
    }

    private int work(Kind kind, int thread) {
        int mine = process * THREADS + thread + 1;
        Random random = new Random(mine);
        for (int round = 0; round < rounds; round++) {
            switch (kind) {
                case PROMOTE -> promote(mine);
                case REGISTER -> registry.register(TRIPS, RegistryFixture.MODEL);
                case MIXED -> mixed(random);
            }
        }
        return mine;
    }

    private void promote(int number) {
        registry.promote(registry.version(TRIPS + "/" + number), CHAMPION, RegistryFixture.PASSED);
    }

    /** Any of the moves; what another one has made impossible meanwhile is refused. */
    private void mixed(Random random) {
        int number = 1 + random.nextInt(2 * THREADS);
        try {
            switch (random.nextInt(6)) {
                case 0, 1 -> promote(number);
                case 2 -> registry.rollback(TRIPS, CHAMPION);
                case 3 -> registry.alias(registry.version(TRIPS + "/" + number), CHAMPION);
                case 4 -> registry.version(TRIPS + "/" + number).delete();
                default -> registry.unalias(TRIPS, CHAMPION);
            }
        } catch (ConflictException | NotFoundException e) {
            // the loser of a race
        }
    }
}
