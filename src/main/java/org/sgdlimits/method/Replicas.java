package org.sgdlimits.method;

import java.util.List;
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

/** The law of one step of every stage, seen from each replica's start: one evaluator a replica, the derivation shared. */
final class Replicas {

    private final Problem<?> problem;
    private final StepLaw law;
    /** That of the last stage. */
    private final StepLaw lastLaw;

    private final long seed;

    private Replicas(Problem<?> problem, StepLaw law, StepLaw lastLaw, long seed) {
        this.problem = problem;
        this.law = law;
        this.lastLaw = lastLaw;
        this.seed = seed;
    }

    static Replicas of(Problem<?> problem, RunSettings settings) {
        if (!(problem.model() instanceof FieldModel)) {
            return new Replicas(problem, null, null, settings.seed());
        }
        StepLaw law = law(problem.firstStage(), settings);
        StepLaw last = problem.continuation().isPresent() ? law(problem.lastStage(), settings) : law;
        return new Replicas(problem, law, last, settings.seed());
    }

    private static StepLaw law(Problem<?> problem, RunSettings settings) {
        return StepLaw.of(fieldProblem(problem)).observing(settings.observing());
    }

    /** The problem, known to have a field model. */
    @SuppressWarnings("unchecked")
    static Problem<? extends FieldModel> fieldProblem(Problem<? extends Model> problem) {
        return (Problem<? extends FieldModel>) problem;
    }

    /** For problems whose model is a {@link FieldModel}. */
    Stages<FieldDynamics> fieldStages(int replica) {
        return stages(law, lastLaw, replica);
    }

    Stages<? extends Dynamics> stages(int replica) {
        return law != null
                ? fieldStages(replica)
                : Stages.one(
                        new LimitDynamics((Limit) problem.model(), ((Start.State) problem.start()).values()),
                        problem.rule());
    }

    /** For problems whose model is a {@link NoisyModel}. */
    Stages<? extends NoisyDynamics> noisyStages(int replica) {
        return law != null
                ? stages(law.coarse(), lastLaw.coarse(), replica)
                : Stages.one(
                        new NoisyLimitDynamics((NoisyLimit) problem.model(), ((Start.State) problem.start()).values()),
                        problem.rule());
    }

    private Stages<FieldDynamics> stages(StepLaw from, StepLaw to, int replica) {
        FieldDynamics first = from.dynamics(StartDraw.gram(law.problem(), seed, replica));
        return problem.continuation().isEmpty()
                ? Stages.one(first, problem.rule())
                : Stages.two(problem, first, to.dynamics(StartDraw.gram(law.problem(), seed, replica)));
    }

    /** The names of what is observed. */
    List<String> observables() {
        return lastLaw != null ? lastLaw.observables() : stages(0).observer().observables();
    }

    /** The tolerance asked for, or the finest that the quadrature behind the drift allows. */
    double tolerance(RunSettings settings) {
        return law == null
                ? settings.odeTolerance()
                : Math.max(settings.odeTolerance(), Math.max(law.finestTolerance(), lastLaw.finestTolerance()));
    }
}
