package org.sgdlimits.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgdlimits.law.BatchMoments;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;

/**
 * Stochastic gradient descent in its overlaps alone, exact in law at any dimension: see {@link ReducedStep}. Cost per replica:
 * steps × batch × B (p + k)², whatever d is.
 */
public final class ReducedSgd implements Method<FieldModel> {

    /** A day of drawing at ten million samples a second is 10¹². */
    private static final double MOST_SAMPLES = 1e13;

    /** Below this many samples no one should speak of a central limit. */
    public static final int SMALLEST_CENTRAL_LIMIT = 30;

    private final long centralLimitFrom;

    /** Exact in law. */
    public ReducedSgd() {
        this(Long.MAX_VALUE);
    }

    private ReducedSgd(long centralLimitFrom) {
        this.centralLimitFrom = centralLimitFrom;
    }

    /**
     * An approximation for large batches, at a cost that does not grow with them: the sums over a batch of at least so many
     * samples are normal with their exact mean and covariance, see {@link CentralLimitBatch}; smaller batches and all else are
     * exact. For error signals without kinks, of few fields.
     *
     * @throws IllegalArgumentException if the number is so small that no one should speak of a central limit
     */
    public static ReducedSgd centralLimitFrom(long batch) {
        if (batch < SMALLEST_CENTRAL_LIMIT) {
            throw new IllegalArgumentException("run.reduced.centralLimitFrom: expected at least "
                    + SMALLEST_CENTRAL_LIMIT + " samples, got " + batch);
        }
        return new ReducedSgd(batch);
    }

    /** Refuses what would take weeks to draw. */
    private static void requireAffordable(Problem<? extends FieldModel> problem) {
        long batch = problem.rule().batch();
        double samples = (double) batch * Clock.of(problem).lastStep(problem.horizon());
        if (samples > MOST_SAMPLES) {
            throw new IllegalArgumentException("training.batch: expected at most " + MOST_SAMPLES
                    + " samples in a run of reduced SGD, which draws them one by one, got " + batch + " in each of "
                    + Clock.of(problem).lastStep(problem.horizon())
                    + " steps; set run.reduced.centralLimitFrom, or shorten the run");
        }
    }

    /** Whether a stage of the problem has a batch that is approximated. */
    private boolean isApproximate(Problem<? extends FieldModel> problem) {
        return hasCentralLimit(problem.firstStage()) || hasCentralLimit(problem.lastStage());
    }

    private boolean hasCentralLimit(Problem<?> stage) {
        return stage.rule().batch() >= centralLimitFrom;
    }

    @Override
    public String name() {
        return "reduced";
    }

    @Override
    public Class<FieldModel> needs() {
        return FieldModel.class;
    }

    @Override
    public RuleNeed needsOfRule() {
        return RuleNeed.SAMPLES;
    }

    @Override
    public boolean isContinuous() {
        return false;
    }

    @Override
    public void requireAdmitted(Problem<? extends FieldModel> problem) {
        Method.super.requireAdmitted(problem);
        for (Problem<? extends FieldModel> stage : List.of(problem.firstStage(), problem.lastStage())) {
            if (hasCentralLimit(stage)) {
                CentralLimitBatch.requireAdmitted(stage);
            } else {
                requireAffordable(stage);
            }
        }
    }

    @Override
    public Trajectory solve(Problem<? extends FieldModel> problem, RunSettings settings, PathListener listener) {
        requireAdmitted(problem);
        SaveTimes saves = SaveTimes.of(problem, settings.points(), settings.spacing());
        Replicas replicas = Replicas.of(problem, settings);
        return Ensemble.run(
                name(),
                replicas.observables(),
                saves.clock(),
                saves.stepTimes(),
                settings.replicas(),
                settings,
                listener,
                facts(problem),
                replica -> {
                    Stages<FieldDynamics> stages = replicas.fieldStages(replica);
                    return StepLoop.path(run(problem, stages, settings.seed(), replica), stages, saves);
                });
    }

    @Override
    public Passages passages(Problem<? extends FieldModel> problem, RunSettings settings, Threshold threshold) {
        requireAdmitted(problem);
        Clock clock = Clock.of(problem);
        long last = clock.lastStep(problem.horizon());
        Replicas replicas = Replicas.of(problem, settings);
        return Ensemble.passages(name(), settings.replicas(), settings, facts(problem), replica -> {
            Stages<FieldDynamics> stages = replicas.fieldStages(replica);
            StepRun run = run(problem, stages, settings.seed(), replica);
            return StepLoop.passage(run, stages, clock, last, threshold);
        });
    }

    private Map<String, Object> facts(Problem<? extends FieldModel> problem) {
        if (!isApproximate(problem)) {
            return Map.of();
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                Trajectory.APPROXIMATION,
                "central-limit batch (normal with the exact mean and covariance of the batch's sums)");
        facts.put("batchMoments", BatchMoments.describeRule(problem));
        return facts;
    }

    private StepRun run(Problem<? extends FieldModel> problem, Stages<FieldDynamics> stages, long seed, int replica) {
        ReducedStep first = new ReducedStep(
                problem,
                stages.dynamics().layout(),
                StartDraw.gram(problem, seed, replica),
                RandomStreams.of(seed, isApproximate(problem) ? Purpose.CENTRAL_LIMIT : Purpose.REDUCED_SGD, replica),
                centralLimitFrom);
        return SwitchingRun.of(stages, Clock.of(problem), first, () -> first.under(problem.lastStage()));
    }
}
