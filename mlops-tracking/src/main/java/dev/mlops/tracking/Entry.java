package dev.mlops.tracking;

import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStore;

/** What is brought to the stores in one step. Applying it again changes nothing. */
sealed interface Entry {
    /** What it is about, for messages. */
    String subject();

    void applyTo(Target target);

    /**
     * Where entries go.
     *
     * @param runs takes what is recorded of runs
     * @param spool brings artifacts to their store
     */
    record Target(RunStore runs, Spool spool) {}

    /** A run begins. */
    record Begin(NewRun run) implements Entry {
        @Override
        public String subject() {
            return "run " + run.id();
        }

        @Override
        public void applyTo(Target target) {
            target.runs().createRun(run);
        }
    }

    /** Something is recorded of a run. */
    record Change(String runId, RunChange change) implements Entry {
        @Override
        public String subject() {
            return "run " + runId;
        }

        @Override
        public void applyTo(Target target) {
            target.runs().update(runId, change);
        }
    }

    /** An artifact whose content is in the spool is stored. */
    record Bind(Artifact artifact) implements Entry {
        @Override
        public String subject() {
            return "artifact " + artifact.name();
        }

        @Override
        public void applyTo(Target target) {
            target.spool().bring(artifact);
        }
    }
}
