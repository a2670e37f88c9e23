package org.sgdlimits.method;

import java.util.Map;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;

/**
 * The discrete deterministic map: the exact conditional mean of one step at finite d and batch, iterated step by step
 * (THEORY §4). What is left out is the spread of the paths. Under the rule population nothing is: it is gradient descent on
 * the population risk, u ← u − η∇R with η = γ/d. Cost: one mean step an SGD step.
 */
public final class MeanMap implements Method<FieldModel> {

    @Override
    public String name() {
        return "map";
    }

    @Override
    public Class<FieldModel> needs() {
        return FieldModel.class;
    }

    @Override
    public RuleNeed needsOfRule() {
        return RuleNeed.STEPS;
    }

    @Override
    public boolean isContinuous() {
        return false;
    }

    @Override
    public Trajectory solve(Problem<? extends FieldModel> problem, RunSettings settings, PathListener listener) {
        needsOfRule().require(name(), problem);
        SaveTimes saves = SaveTimes.of(problem, settings.points(), settings.spacing());
        Replicas replicas = Replicas.of(problem, settings);
        return Ensemble.run(
                name(),
                replicas.observables(),
                saves.clock(),
                saves.stepTimes(),
                StartDraw.replicas(problem, settings),
                settings,
                listener,
                Map.of(),
                replica -> {
                    Stages<FieldDynamics> stages = replicas.fieldStages(replica);
                    return StepLoop.path(run(stages, saves.clock()), stages, saves);
                });
    }

    @Override
    public Passages passages(Problem<? extends FieldModel> problem, RunSettings settings, Threshold threshold) {
        needsOfRule().require(name(), problem);
        Clock clock = Clock.of(problem);
        long last = clock.lastStep(problem.horizon());
        Replicas replicas = Replicas.of(problem, settings);
        return Ensemble.passages(name(), StartDraw.replicas(problem, settings), settings, Map.of(), replica -> {
            Stages<FieldDynamics> stages = replicas.fieldStages(replica);
            return StepLoop.passage(run(stages, clock), stages, clock, last, threshold);
        });
    }

    private static StepRun run(Stages<FieldDynamics> stages, Clock clock) {
        MeanRun first = new MeanRun(stages.dynamics(), clock);
        return SwitchingRun.of(stages, clock, first, () -> first.under(stages.dynamics()));
    }

    private static final class MeanRun implements StepRun {
        private final FieldDynamics dynamics;
        private final Clock clock;
        private final double[] now;
        private final double[] increment;
        /** What the sums so far have lost to rounding (Kahan), which over a million steps would add up to 10⁻¹². */
        private final double[] lost;

        MeanRun(FieldDynamics dynamics, Clock clock) {
            this(dynamics, clock, new double[dynamics.components().size()]);
            dynamics.start(now);
        }

        private MeanRun(FieldDynamics dynamics, Clock clock, double[] now) {
            this.dynamics = dynamics;
            this.clock = clock;
            this.now = now;
            increment = new double[now.length];
            lost = new double[now.length];
        }

        /** The run that goes on from here under another law. */
        MeanRun under(FieldDynamics next) {
            return new MeanRun(next, clock, now);
        }

        @Override
        public void step(long index) {
            dynamics.meanIncrement(clock.tau(index), now, increment);
            for (int i = 0; i < now.length; i++) {
                double exact = increment[i] + lost[i];
                double sum = now[i] + exact;
                lost[i] = exact - (sum - now[i]);
                now[i] = sum;
            }
        }

        /** A mean draws no error signal; an entry as large as its state's would end the run all the same. */
        @Override
        public double largestSignal() {
            double largest = 0;
            for (double entry : now) {
                largest = Math.max(largest, Math.abs(entry));
            }
            return largest;
        }

        @Override
        public void state(double[] s) {
            System.arraycopy(now, 0, s, 0, s.length);
        }
    }
}
