package org.sgdlimits.method;

import org.sgdlimits.law.Dynamics;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.LimitDynamics;
import org.sgdlimits.law.NoisyDynamics;
import org.sgdlimits.law.NoisyLimitDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Model;
import org.sgdlimits.model.NoisyLimit;
import org.sgdlimits.model.NoisyModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;

/** The law of one step, seen from each replica's start: one evaluator a replica, the derivation shared. */
final class Replicas {

    private final Problem<?> problem;
    private final StepLaw law;
    private final long seed;

    private Replicas(Problem<?> problem, StepLaw law, long seed) {
        this.problem = problem;
        this.law = law;
        this.seed = seed;
    }

    static Replicas of(Problem<?> problem, RunSettings settings) {
        return new Replicas(
                problem,
                problem.model() instanceof FieldModel
                        ? StepLaw.of(fieldProblem(problem)).observing(settings.families())
                        : null,
                settings.seed());
    }

    /** The problem, known to have a field model. */
    @SuppressWarnings("unchecked")
    static Problem<? extends FieldModel> fieldProblem(Problem<? extends Model> problem) {
        return (Problem<? extends FieldModel>) problem;
    }

    FieldDynamics fieldDynamics(int replica) {
        return law.dynamics(StartDraw.gram(law.problem(), seed, replica));
    }

    Dynamics dynamics(int replica) {
        return law != null
                ? fieldDynamics(replica)
                : new LimitDynamics((Limit) problem.model(), ((Start.State) problem.start()).values());
    }

    /** For problems whose model is a {@link NoisyModel}. */
    NoisyDynamics noisyDynamics(int replica) {
        return law != null
                ? law.coarse().dynamics(StartDraw.gram(law.problem(), seed, replica))
                : new NoisyLimitDynamics((NoisyLimit) problem.model(), ((Start.State) problem.start()).values());
    }

    /** The tolerance asked for, or the finest that the quadrature behind the drift allows. */
    double tolerance(RunSettings settings) {
        return law == null ? settings.odeTolerance() : Math.max(settings.odeTolerance(), law.finestTolerance());
    }
}
