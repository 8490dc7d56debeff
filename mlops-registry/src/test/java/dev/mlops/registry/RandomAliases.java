package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random moves of aliases, compared with lists of their holders: now, at every instant before, and where a rollback leads. */
abstract class RandomAliases {
    private static final int VERSIONS = 4;
    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final String MODEL = RegistryFixture.TRIPS;
    private static final Gate PASSED = RegistryFixture.PASSED;
    private static final Move REGISTER = new Move(Kind.REGISTER, "", 0);

    abstract Storage storage() throws Exception;

    enum Kind {
        ALIAS,
        PROMOTE,
        REFUSE,
        ROLLBACK,
        UNALIAS,
        DELETE,
        REGISTER
    }

    record Move(Kind kind, String alias, int version) {}

    @Provide
    Arbitrary<List<Move>> moves() {
        Arbitrary<Kind> kinds = Arbitraries.of(
                Kind.ALIAS,
                Kind.ALIAS,
                Kind.PROMOTE,
                Kind.PROMOTE,
                Kind.REFUSE,
                Kind.ROLLBACK,
                Kind.ROLLBACK,
                Kind.ROLLBACK,
                Kind.UNALIAS,
                Kind.DELETE,
                Kind.REGISTER);
        Arbitrary<Integer> versions = Arbitraries.integers().between(1, VERSIONS + 2);
        return Combinators.combine(kinds, Arbitraries.of("champion", "champion", "latest"), versions)
                .as(Move::new)
                .list()
                .ofMaxSize(25);
    }

    /** Versions, and the holders of each alias, the present one last, 0 for none. */
    private static final class Naive {
        final Set<Integer> versions = new TreeSet<>();
        final Map<String, List<Integer>> holders = new TreeMap<>();
        int last;

        List<Integer> of(String alias) {
            return holders.computeIfAbsent(alias, name -> new ArrayList<>(List.of(0)));
        }

        int present(String alias) {
            return of(alias).get(of(alias).size() - 1);
        }

        /** Whether the move can be made. */
        boolean accepts(Move move) {
            boolean there = versions.contains(move.version());
            return switch (move.kind()) {
                case ALIAS, PROMOTE -> there && point(move.alias(), move.version());
                case REFUSE -> there;
                case ROLLBACK -> back(move.alias());
                case UNALIAS -> point(move.alias(), 0);
                case DELETE -> there && delete(move.version());
                case REGISTER -> versions.add(++last);
            };
        }

        private boolean point(String alias, int version) {
            if (present(alias) != version) {
                of(alias).add(version);
            }
            return true;
        }

        /** Leaves the present holder, and all before it until another one; whether there is one. */
        boolean back(String alias) {
            List<Integer> left = new ArrayList<>(of(alias));
            int present = present(alias);
            while (!left.isEmpty() && (left.get(left.size() - 1) == 0 || left.get(left.size() - 1) == present)) {
                left.remove(left.size() - 1);
            }
            if (!left.isEmpty()) {
                holders.put(alias, left);
            }
            return !left.isEmpty();
        }

        private boolean delete(int version) {
            if (holders.keySet().stream().anyMatch(alias -> present(alias) == version)) {
                return false;
            }
            holders.values().forEach(each -> each.removeIf(holder -> holder == version));
            return versions.remove(version);
        }
    }

    @Property(tries = 40)
    void aliases_are_where_the_history_says(@ForAll("moves") List<Move> moves) throws Exception {
        AtomicInteger seconds = new AtomicInteger();
        InstantSource clock = () -> START.plusSeconds(seconds.get());
        try (Workspace workspace = Workspace.builder(storage()).clock(clock).build()) {
            ModelRegistry registry = ModelRegistry.in(workspace);
            Naive naive = new Naive();
            for (int i = 0; i < VERSIONS; i++) {
                assertThat(naive.accepts(REGISTER)).isEqualTo(accepts(registry, REGISTER));
            }
            Map<Instant, Map<String, Integer>> past = new TreeMap<>();
            for (Move move : moves) {
                seconds.incrementAndGet();
                assertThat(accepts(registry, move)).as("%s", move).isEqualTo(naive.accepts(move));
                Map<String, Integer> now = new TreeMap<>();
                naive.holders.keySet().forEach(alias -> now.put(alias, naive.present(alias)));
                past.put(clock.instant(), now);
            }
            check(registry, naive, past);
        }
    }

    private static void check(ModelRegistry registry, Naive naive, Map<Instant, Map<String, Integer>> past) {
        History history = registry.history(MODEL);
        for (String alias : naive.holders.keySet()) {
            int present = naive.present(alias);
            assertThat(registry.model(MODEL).aliases().getOrDefault(alias, 0)).isEqualTo(present);
            assertThat(history.holder(alias).orElse(0)).isEqualTo(present);
            past.forEach((at, holders) ->
                    assertThat(history.holder(alias, at).orElse(0)).isEqualTo(holders.getOrDefault(alias, 0)));
            OptionalInt previous = history.previous(alias);
            assertThat(naive.back(alias)).isEqualTo(previous.isPresent());
            previous.ifPresent(number -> assertThat(number).isEqualTo(naive.present(alias)));
        }
    }

    /** Makes the move; false where the registry refuses it. */
    private static boolean accepts(ModelRegistry registry, Move move) {
        try {
            switch (move.kind()) {
                case ALIAS -> registry.alias(registry.version(MODEL + "/" + move.version()), move.alias());
                case PROMOTE ->
                    registry.promote(registry.version(MODEL + "/" + move.version()), move.alias(), PASSED)
                            .orThrow();
                case REFUSE ->
                    registry.promote(
                            registry.version(MODEL + "/" + move.version()), move.alias(), RegistryFixture.REFUSED);
                case ROLLBACK -> registry.rollback(MODEL, move.alias());
                case UNALIAS -> registry.unalias(MODEL, move.alias());
                case DELETE -> registry.version(MODEL + "/" + move.version()).delete();
                case REGISTER -> registry.register(MODEL, RegistryFixture.MODEL);
            }
            return true;
        } catch (NotFoundException | ConflictException e) {
            return false;
        }
    }
}
