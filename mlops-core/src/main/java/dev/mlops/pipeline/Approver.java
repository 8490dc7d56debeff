package dev.mlops.pipeline;

import java.util.concurrent.CompletionStage;

/** Answers the approval gates of a pipeline for its host: asks a person, a ticket system or a rule. */
@FunctionalInterface
public interface Approver {

    /**
     * Asks for a decision. Called once a gate and run, or once an attempt where the gate has a retry, on a thread of the
     * run's executor; returns at once, and completes the stage whenever the answer is there, from any thread. No thread of
     * the run waits meanwhile. When the run is cancelled or the gate's timeout passes, the stage's future is cancelled and a
     * later answer has no effect.
     */
    CompletionStage<Decision> decide(ApprovalRequest request);

    /**
     * What is to be approved.
     *
     * @param runId the run that waits
     * @param pipeline the name of the pipeline
     * @param step the name of the gate
     * @param question what to ask
     * @param value the value that passes the gate when it is approved
     */
    record ApprovalRequest(String runId, String pipeline, String step, String question, Object value) {}

    /**
     * An answer.
     *
     * @param approved whether the value may pass
     * @param by who answered
     * @param why their reason
     */
    record Decision(boolean approved, String by, String why) {

        /** Lets the value pass. */
        public static Decision approve(String by, String why) {
            return new Decision(true, by, why);
        }

        /** Ends the run as rejected. */
        public static Decision reject(String by, String why) {
            return new Decision(false, by, why);
        }
    }
}
