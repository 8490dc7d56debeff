package dev.mlops.model.linear;

import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.BooleanProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DoubleProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import dev.mlops.NotFoundException;
import java.util.Map;
import java.util.TreeMap;
import org.tribuo.Model;

/**
 * How a linear trainer of this package ended. It is part of the model's provenance, so that it is saved and loaded with
 * the model.
 *
 * @param converged whether {@code error} is at most {@code tolerance}, and the iterations also sufficed for the least
 *     norm where the trainer promises that
 * @param iterations passes of the solver: conjugate-gradient steps, or sweeps over the active columns
 * @param objective the trainer's objective, as its page states it, at the weights that were returned
 * @param criterion what {@code error} measures
 * @param error the distance from the optimum; 0 is exact
 * @param tolerance the bound that was asked for
 */
public record Convergence(
        boolean converged, int iterations, double objective, Criterion criterion, double error, double tolerance) {
    private static final String PREFIX = "convergence-";

    /** What tells that an optimum is reached; both are relative, without a unit. */
    public enum Criterion {
        /**
         * The gradient of half the objective, each column divided by the root of its diagonal element, as a Euclidean
         * norm divided by that of the centred targets.
         */
        GRADIENT,
        /**
         * The duality gap, an upper bound of the excess over the optimum, divided by the objective at zero weights. A
         * column's correlation with the residuals that differs from the penalty by rounding counts as equal to it.
         */
        DUALITY_GAP
    }

    /**
     * Reads it from a model that a trainer of this package made.
     *
     * @throws NotFoundException if the model comes from elsewhere
     */
    public static Convergence of(Model<?> model) {
        Map<String, ? extends Provenance> run =
                model.getProvenance().getInstanceProvenance().getMap();
        if (!run.containsKey(PREFIX + "criterion")) {
            throw new NotFoundException("convergence of model '" + model.getName()
                    + "' is not in its provenance, only trainers of " + Convergence.class.getPackageName()
                    + " record it");
        }
        return new Convergence(
                (Boolean) value(run, "converged"),
                (Integer) value(run, "iterations"),
                (Double) value(run, "objective"),
                Criterion.valueOf((String) value(run, "criterion")),
                (Double) value(run, "error"),
                (Double) value(run, "tolerance"));
    }

    private static Object value(Map<String, ? extends Provenance> run, String name) {
        if (run.get(PREFIX + name) instanceof PrimitiveProvenance<?> primitive) {
            return primitive.getValue();
        }
        throw new NotFoundException("'" + PREFIX + name + "' is not in the provenance of the model");
    }

    /** The same facts as instance provenance of a model. */
    Map<String, Provenance> provenance() {
        Map<String, Provenance> run = new TreeMap<>();
        run.put(PREFIX + "converged", new BooleanProvenance(PREFIX + "converged", converged));
        run.put(PREFIX + "iterations", new IntProvenance(PREFIX + "iterations", iterations));
        run.put(PREFIX + "objective", new DoubleProvenance(PREFIX + "objective", objective));
        run.put(PREFIX + "criterion", new StringProvenance(PREFIX + "criterion", criterion.name()));
        run.put(PREFIX + "error", new DoubleProvenance(PREFIX + "error", error));
        run.put(PREFIX + "tolerance", new DoubleProvenance(PREFIX + "tolerance", tolerance));
        return run;
    }
}
