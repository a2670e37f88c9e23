package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.hipparchus.distribution.continuous.TDistribution;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.method.Trajectory.Summary;

/**
 * Holds one trajectory against the reference, time by time and observable by observable, and gives it a grade.
 *
 * <p>The gap of two means is measured in standard errors of the difference, |x̄ − ȳ|/√(s_x²/n_x + s_y²/n_y), and in standard
 * deviations of one run of the reference. It is significant when it exceeds the two-sided Student quantile at level {@link #FALSE_ALARM}/looks (Bonferroni over
 * all times and observables; n − 1 degrees of freedom, of the smaller ensemble), so that a method with the reference's exact
 * law is called different with probability at most 1 %, as far as Student's law holds for the means. A significant gap counts as
 * finite size when {@link FiniteSize} explains it. Undefined means (an angle of a zero vector) are no looks. Where one trajectory ended
 * early, the times that both reached are compared. Cost: times × observables.
 */
final class Judgement {

    static final double FALSE_ALARM = 0.01;

    /** Gaps of this relative size are rounding. */
    private static final double ROUNDING = 1e-9;

    private final Trajectory reference;
    private final Trajectory method;
    private final Task task;
    private final FiniteSize finiteSize;
    private double significant;
    private int looks;

    private Judgement(Trajectory reference, Trajectory method, Task task) {
        this.reference = reference;
        this.method = method;
        this.task = task;
        finiteSize = FiniteSize.of(task, method.method());
    }

    /** Both trajectories at the same times. */
    static Verdict of(Trajectory reference, Trajectory method, Task task) {
        return new Judgement(reference, method, task).verdict();
    }

    private Verdict verdict() {
        int times = Math.min(reference.times().size(), method.times().size());
        looks = times * reference.observables().size();
        int freedom = Math.max(1, reference.replicas() - 1);
        if (method.replicas() > 1) {
            freedom = Math.max(1, Math.min(freedom, method.replicas() - 1));
        }
        significant = new TDistribution(freedom).inverseCumulativeProbability(1 - FALSE_ALARM / (2.0 * looks));
        List<Gap> gaps = new ArrayList<>();
        for (String observable : reference.observables()) {
            if (method.indexOf(observable) >= 0) {
                gaps.add(gap(observable, times));
            }
        }
        Gap worst = gaps.stream()
                .max(Comparator.comparing(Gap::grade).thenComparingDouble(Gap::standardErrors))
                .orElseThrow();
        return new Verdict(
                method.method(),
                reference.method(),
                worst.grade(),
                List.copyOf(gaps),
                worst,
                looks,
                significant,
                spreadRatio(times),
                onlyStart(times) && worst.grade() == Grade.AGREES
                        ? "A run stopped before the first save: nothing but the start was compared, where "
                                + spoken(method, false) + " and " + spoken(reference, false) + " agree."
                        : upTo(times) + sentence(worst),
                worst.grade() == Grade.AGREES ? "" : finiteSize.advice());
    }

    private Gap gap(String observable, int times) {
        int left = method.indexOf(observable);
        int right = reference.indexOf(observable);
        double largestErrors = 0;
        double largestDeviations = 0;
        double gapThere = 0;
        int timeThere = 0;
        double largest = largest(right);
        Grade grade = Grade.AGREES;
        for (int t = 0; t < times; t++) {
            Summary a = method.values()[t][left];
            Summary b = reference.values()[t][right];
            double gap = a.mean() - b.mean();
            if (Double.isNaN(gap)) {
                continue;
            }
            double size = isRounding(a, b) ? 0 : Math.abs(gap);
            double errors = inStandardErrors(a, b);
            double deviations = size == 0 ? 0 : size / b.standardDeviation();
            largestDeviations = Math.max(largestDeviations, deviations);
            largestErrors = Math.max(largestErrors, errors);
            if (Math.abs(gap) > Math.abs(gapThere)) {
                gapThere = gap;
                timeThere = t;
            }
            Grade here = grade(errors, finiteSize.explains(size, deviations, largest));
            grade = here.compareTo(grade) > 0 ? here : grade;
        }
        return new Gap(
                observable, gapThere, reference.times().get(timeThere).tau(), largestErrors, largestDeviations, grade);
    }

    private static boolean isRounding(Summary method, Summary reference) {
        return Math.abs(method.mean() - reference.mean()) <= ROUNDING * Math.max(1, Math.abs(reference.mean()));
    }

    /** |gap| in standard errors of the difference; 0 for a gap that is rounding, infinite for one without error. */
    static double inStandardErrors(Summary method, Summary reference) {
        return isRounding(method, reference)
                ? 0
                : Math.abs(method.mean() - reference.mean())
                        / Math.hypot(method.standardError(), reference.standardError());
    }

    /** The largest mean of an observable of the reference, in size. */
    private double largest(int observable) {
        double largest = 0;
        for (Summary[] row : reference.values()) {
            double size = Math.abs(row[observable].mean());
            largest = size > largest ? size : largest;
        }
        return largest;
    }

    private Grade grade(double errors, boolean isFiniteSize) {
        if (errors <= significant) {
            return Grade.AGREES;
        }
        return isFiniteSize ? Grade.AGREES_UP_TO_FINITE_SIZE : Grade.DISAGREES;
    }

    private OptionalDouble spreadRatio(int times) {
        if (method.replicas() == 1 || reference.replicas() == 1) {
            return OptionalDouble.empty();
        }
        int left = method.indexOf(reference.observables().get(0));
        if (left < 0) {
            return OptionalDouble.empty();
        }
        double above = 0;
        double below = 0;
        for (int t = 0; t < times; t++) {
            above += square(method.values()[t][left].standardDeviation());
            below += square(reference.values()[t][0].standardDeviation());
        }
        return below == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(above / below));
    }

    private static double square(double x) {
        return x * x;
    }

    private boolean isCompleted() {
        return method.outcome().isCompleted() && reference.outcome().isCompleted();
    }

    private boolean onlyStart(int times) {
        return !isCompleted() && times == 1;
    }

    /** Where a run stopped early, the time up to which the two were compared. */
    private String upTo(int times) {
        return isCompleted()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "Up to %s = %.4g, where a run stopped: ",
                        task.tauName(),
                        reference.times().get(times - 1).tau());
    }

    private String sentence(Gap worst) {
        String name = spoken(method, true);
        String other = spoken(reference, false);
        return switch (worst.grade()) {
            case AGREES ->
                String.format(
                        Locale.ROOT,
                        "%s lies within %.1f standard errors of %s at every time and in every observable%s; with %d looks, %.1f"
                                + " would be significant.",
                        name,
                        worst.standardErrors(),
                        other,
                        method.observables().containsAll(reference.observables()) ? "" : " that it has",
                        looks,
                        significant);
            case AGREES_UP_TO_FINITE_SIZE ->
                String.format(
                        Locale.ROOT,
                        "%s agrees with %s up to finite %s: the gap is real (%.1f standard errors in %s), but %s.",
                        name,
                        other,
                        finiteSize.word(),
                        worst.standardErrors(),
                        worst.observable(),
                        finiteSize.explanation(worst, largest(reference.indexOf(worst.observable()))));
            case DISAGREES ->
                String.format(
                        Locale.ROOT,
                        "%s disagrees with %s: %s is off by %.3g at %s = %.4g, %s.",
                        name,
                        other,
                        worst.observable(),
                        worst.gap(),
                        task.tauName(),
                        worst.tau(),
                        Double.isInfinite(worst.standardErrors())
                                ? "which neither chance nor finite size explains, as all runs are alike"
                                : String.format(
                                        Locale.ROOT,
                                        "and by up to %.1f standard errors and %.2f of one run's standard deviation (%s)",
                                        worst.standardErrors(),
                                        worst.deviations(),
                                        finiteSize.bound()));
        };
    }

    /** A method's name in a sentence, with a word on what it approximates beyond its name. */
    static String spoken(Trajectory trajectory, boolean first) {
        return spoken(trajectory.method(), first)
                + (trajectory.approximation().isPresent() ? " (an approximation)" : "");
    }

    /** A method's name in a sentence, at its beginning or within. */
    static String spoken(String method, boolean first) {
        String the = first ? "The " : "the ";
        return switch (method) {
            case "ode", "sde" -> the + method.toUpperCase(Locale.ROOT);
            case "map" -> the + "mean map";
            case "hsgd" -> (first ? "Homogenized" : "homogenized") + " SGD";
            case "meanfield" -> the + "mean field";
            case "resolvent" -> the + "resolvent's ODE";
            case "reduced" -> (first ? "Reduced" : "reduced") + " SGD";
            case "sgd" -> "SGD";
            case "volterra" -> the + "Volterra equation";
            default -> the + "method " + method;
        };
    }
}
