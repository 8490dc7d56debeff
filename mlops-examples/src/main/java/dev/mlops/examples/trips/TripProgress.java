package dev.mlops.examples.trips;

import dev.mlops.pipeline.PipelineListener;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.pipeline.StepRun;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a run has come as a bar on the terminal's standard error; says nothing where there is no terminal. */
final class TripProgress implements PipelineListener {
    private @Nullable ProgressBar bar;

    @Override
    public void runStarted(PipelineRun<?> run) {
        if (Terminal.isThere()) {
            // The bar's terminal library warns about a way to reach the terminal that it tries and doesn't need.
            System.setProperty("org.jline.terminal.disableDeprecatedProviderWarning", "true");
            bar = ProgressBar.builder()
                    .setTaskName(run.pipeline().name())
                    .setInitialMax(run.steps().size())
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(100)
                    .hideEta()
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    @Override
    public void stepStarted(StepRun step) {
        if (bar != null) {
            bar.setExtraMessage(step.name());
        }
    }

    @Override
    public void stepFinished(StepRun step) {
        advance();
    }

    @Override
    public void stepSkipped(StepRun step) {
        advance();
    }

    @Override
    public void runFinished(PipelineRun<?> run) {
        if (bar != null) {
            bar.close();
        }
    }

    private void advance() {
        if (bar != null) {
            bar.step();
        }
    }
}
