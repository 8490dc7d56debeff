package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.testing.JavaProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two processes of eight threads each that register, promote, roll back and remove at once. */
abstract class RegistryRace {
    private static final int PROCESSES = 2;
    private static final int SOAK = Integer.getInteger("mlops.soak", 1);
    private static final String TRIPS = RegistryFixture.TRIPS;
    private static final String CHAMPION = RegistryFixture.CHAMPION;

    /** Where runs and models are kept, and where artifacts. */
    abstract List<URI> storage() throws Exception;

    private static Workspace open(URI storage, URI artifacts) {
        return Workspace.builder(Storage.open(storage, artifacts)).build();
    }

    private interface Body {
        void in(ModelRegistry registry) throws Exception;
    }

    private void race(int versions, Racer.Kind kind, Body check) throws Exception {
        List<URI> storage = storage();
        try (Workspace workspace = open(storage.get(0), storage.get(1))) {
            ModelRegistry registry = ModelRegistry.in(workspace);
            for (int i = 0; i < versions; i++) {
                registry.register(TRIPS, RegistryFixture.MODEL);
            }
            List<Process> processes = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(JavaProcess.start(
                        Racer.class,
                        storage.get(0).toString(),
                        storage.get(1).toString(),
                        kind.name(),
                        String.valueOf(i),
                        String.valueOf(SOAK)));
            }
            for (Process process : processes) {
                assertThat(process.inputReader().readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            for (Process process : processes) {
                assertThat(process.waitFor()).isZero();
            }
            check.in(registry);
        }
    }

    @Test
    void sixteen_that_promote_at_once_leave_one_champion_and_a_complete_audit() throws Exception {
        race(PROCESSES * Racer.THREADS, Racer.Kind.PROMOTE, registry -> {
            int attempts = PROCESSES * Racer.THREADS * Racer.ROUNDS * SOAK;
            assertJoined(registry);
            assertThat(entries(registry, Actions.PROMOTE, Actions.REFUSE)).hasSize(attempts);
            assertThat(entries(registry, Actions.PROMOTE)).isNotEmpty();
            assertVerdictsKept(registry);
        });
    }

    @Test
    void of_promotions_rollbacks_aliases_and_removals_at_once_every_one_is_whole() throws Exception {
        race(PROCESSES * Racer.THREADS, Racer.Kind.MIXED, registry -> {
            assertJoined(registry);
            assertVerdictsKept(registry);
            for (ModelVersion version : registry.versions(TRIPS).list()) {
                assertThat(version.load().contentHash()).isEqualTo(RegistryFixture.MODEL.contentHash());
            }
            for (AuditEntry removed : entries(registry, Actions.DELETE)) {
                assertThat(registry.files(TRIPS, removed.version()).list()).isEmpty();
            }
        });
    }

    @Test
    void versions_that_are_registered_at_once_have_each_its_number() throws Exception {
        race(0, Racer.Kind.REGISTER, registry -> {
            int count = PROCESSES * Racer.THREADS * Racer.ROUNDS * SOAK;
            List<Integer> numbers = registry.versions(TRIPS).list().stream()
                    .map(ModelVersion::number)
                    .sorted()
                    .toList();
            assertThat(numbers)
                    .isEqualTo(IntStream.rangeClosed(1, count).boxed().toList());
            assertThat(entries(registry, Actions.CREATE)).hasSize(1);
            assertThat(entries(registry, Actions.READY)).hasSize(count);
        });
    }

    private static List<AuditEntry> entries(ModelRegistry registry, String... actions) {
        return registry.history(TRIPS).entries().stream()
                .filter(entry -> List.of(actions).contains(entry.action()))
                .toList();
    }

    /** Each move of the alias begins where the one before has left it, and the last one leads to where it is. */
    private static void assertJoined(ModelRegistry registry) {
        String at = "";
        for (AuditEntry entry : registry.history(TRIPS).entries()) {
            switch (entry.action()) {
                case Actions.PROMOTE, Actions.ALIAS, Actions.ROLLBACK, Actions.UNALIAS -> {
                    assertThat(entry.from()).as("%s", entry).isEqualTo(at);
                    at = entry.to();
                }
                case Actions.DELETE ->
                    assertThat(String.valueOf(entry.version()))
                            .as("the champion is removed")
                            .isNotEqualTo(at);
                default -> {}
            }
        }
        assertThat(registry.model(TRIPS).aliases()).isEqualTo(at.isEmpty() ? Map.of() : Map.of(CHAMPION, number(at)));
        assertThat(registry.history(TRIPS).holder(CHAMPION).orElse(0)).isEqualTo(at.isEmpty() ? 0 : number(at));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    /** What each version has kept of its promotions is what the history says of them. */
    private static void assertVerdictsKept(ModelRegistry registry) {
        Map<String, Integer> told = new HashMap<>();
        entries(registry, Actions.PROMOTE, Actions.REFUSE)
                .forEach(entry -> told.merge(entry.action() + entry.version(), 1, Integer::sum));
        for (ModelVersion version : registry.versions(TRIPS).list()) {
            List<Promotion> kept = version.promotions();
            long accepted = kept.stream().filter(Promotion::accepted).count();
            assertThat(accepted).isEqualTo((long) told.getOrDefault(Actions.PROMOTE + version.number(), 0));
            assertThat(kept.size() - accepted)
                    .isEqualTo((long) told.getOrDefault(Actions.REFUSE + version.number(), 0));
        }
    }
}
