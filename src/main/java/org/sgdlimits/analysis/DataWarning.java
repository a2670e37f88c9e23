package org.sgdlimits.analysis;

import java.util.Locale;
import java.util.Optional;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.leastsquares.DesignMatrix;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.SpectralMeasure;
import org.sgdlimits.leastsquares.VolterraEquation;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.model.Schedule;

/** What speaks against running a data problem as it is stated, known before a step is run: a loss that grows, a row that overshoots. */
public final class DataWarning {

    /** Of a factor an update, or of γ over the threshold. */
    private static final double ROUNDING = 1e-12;

    private static final int HALVINGS = 50;

    private DataWarning() {}

    /** {@link #growth}, or else a row that overshoots. */
    public static Optional<String> of(DataTask task) {
        return growth(task).or(() -> longRow(task));
    }

    /**
     * That the loss grows under the task's own rule: in the end, at the rate that it has at the horizon, or beyond all bounds on the
     * way there under a schedule.
     *
     * @return empty where the loss comes down
     */
    public static Optional<String> growth(DataTask task) {
        LeastSquaresProblem problem = task.problem();
        BatchRule rule = problem.rule();
        SpectralMeasure modes = task.modes().measure();
        double gamma = rule.learningRate().rate(problem.epochs());
        if (comesDown(modes, rule, gamma)) {
            return overflow(problem, modes);
        }
        double growth = -DataTheory.rate(modes, rule, problem.epochs());
        return Optional.of(String.format(
                Locale.ROOT,
                "The loss will grow: at gamma = %.4g%s theory predicts %s; it comes down below gamma = %.4g%s. A smaller"
                        + " training.learningRate keeps it finite",
                gamma,
                batch(rule),
                growth > ROUNDING * modes.samples()
                        ? String.format(Locale.ROOT, "a factor e^%.4g an epoch in the end", growth)
                        : "no decay, and noise of the labels adds up",
                limit(modes, rule, gamma),
                rule.isSingleSample() && modes.ridge() == 0 ? ", the threshold 2n/tr(A^T A)" : ""));
    }

    private static String batch(BatchRule rule) {
        return rule.isSingleSample()
                ? ""
                : String.format(Locale.ROOT, ", batch %d and momentum %.4g", rule.batch(), rule.momentum());
    }

    /** The γ below which the loss comes down. */
    private static double limit(SpectralMeasure modes, BatchRule rule, double unstable) {
        if (rule.isSingleSample()) {
            return VolterraEquation.of(modes).threshold();
        }
        double high = unstable;
        double low = 0;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = 0.5 * (low + high);
            if (comesDown(modes, rule, middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean comesDown(SpectralMeasure modes, BatchRule rule, double gamma) {
        if (rule.isSingleSample()) {
            return gamma < (1 - ROUNDING) * VolterraEquation.of(modes).threshold();
        }
        double fraction = (double) rule.batch() / modes.samples();
        return DataTheory.rate(modes, rule.withLearningRate(Schedule.constant(gamma)), 0) >= -ROUNDING / fraction;
    }

    /** Under a schedule that ends stable: what the prediction itself does on the way. */
    private static Optional<String> overflow(LeastSquaresProblem problem, SpectralMeasure modes) {
        Schedule schedule = problem.rule().learningRate();
        if (schedule.integral(problem.epochs()) == schedule.rate(0) * problem.epochs()) {
            return Optional.empty();
        }
        Outcome predicted = HorizonPrediction.of(problem, modes).outcome();
        return predicted.isCompleted()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The loss will grow: with gamma = %.4g at the start theory predicts that %s",
                        schedule.rate(0),
                        predicted.message()));
    }

    /**
     * An update by row i alone does not lengthen X − X* in any direction while γ‖a_i‖² ≤ 2. The spectrum takes all rows for equally
     * long and does not see one that overshoots.
     */
    private static Optional<String> longRow(DataTask task) {
        BatchRule rule = task.problem().rule();
        DesignMatrix design = task.problem().data().design();
        double gamma = rule.learningRate().rate(0);
        int longest = 0;
        double square = 0;
        for (int i = 0; i < design.rows(); i++) {
            double here = design.squaredNorm(i);
            if (here > square) {
                square = here;
                longest = i;
            }
        }
        if (!rule.isSingleSample() || gamma * square <= 2) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "Row %d of the training rows is long, gamma |a_i|^2 = %.3g > 2 with %.3g on average, and an update by it"
                        + " overshoots: SGD may leave the prediction, which knows the spectrum alone, or diverge. Divide"
                        + " the rows by their lengths (\"standardise\": \"rows\" of a file), leave it out, or take a training.learningRate below %.4g",
                longest + 1,
                gamma * square,
                gamma * design.squaredNorm() / design.rows(),
                2 / square));
    }
}
