package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.hipparchus.distribution.continuous.TDistribution;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.method.Trajectory.Summary;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/**
 * Holds one trajectory against the reference, time by time and observable by observable, and gives it a grade.
 *
 * <p>The gap of two means is measured in standard errors of the difference, |x̄ − ȳ|/√(s_x²/n_x + s_y²/n_y), and in standard
 * deviations of one run of the reference. It is significant when it exceeds the two-sided Student quantile at level {@link #FALSE_ALARM}/looks (Bonferroni over
 * all times and observables; n − 1 degrees of freedom, of the smaller ensemble), so that a method with the reference's exact
 * law is called different with probability at most 1 %, as far as Student's law holds for the means. A significant gap counts as
 * finite size when it is at most {@link #LARGEST_FRACTION} of one run's standard deviation and at most
 * {@link #ORDER_CONSTANT}·√(n_b/d) of it: the mean of a limit is off by O(1/d), the spread of a run is O(1/√(d n_b)). The mean
 * field is the limit of wide students instead: its significant gap counts as finite width when it is at most 1/√p of the
 * largest mean of the observable in size. Undefined means (an angle of a zero vector) are no looks. Where one trajectory ended
 * early, the times that both reached are compared. Cost: times × observables.
 */
final class Judgement {

    static final double FALSE_ALARM = 0.01;
    static final double LARGEST_FRACTION = 0.5;
    static final double ORDER_CONSTANT = 10;

    /** Steps of this size or less, in γ/d, are followed by an ODE. */
    private static final double LARGEST_MOVE = 0.01;

    /** Methods whose mean and noise the corrections of finite dimension change. */
    private static final List<String> CORRECTED = List.of("ode", "sde");

    /** Gaps of this relative size are rounding. */
    private static final double ROUNDING = 1e-9;

    private final Trajectory reference;
    private final Trajectory method;
    private final Problem<?> problem;
    private final double allowedFraction;
    private double significant;
    private int looks;

    private Judgement(Trajectory reference, Trajectory method, Problem<?> problem) {
        this.reference = reference;
        this.method = method;
        this.problem = problem;
        allowedFraction = Math.min(
                LARGEST_FRACTION,
                ORDER_CONSTANT * Math.sqrt((double) problem.rule().batch() / problem.dimension()));
    }

    /** Both trajectories at the same times. */
    static Verdict of(Trajectory reference, Trajectory method, Problem<?> problem) {
        return new Judgement(reference, method, problem).verdict();
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
                upTo(times) + sentence(worst),
                advice(worst.grade()));
    }

    private Gap gap(String observable, int times) {
        int left = method.indexOf(observable);
        int right = reference.indexOf(observable);
        double largestErrors = 0;
        double largestDeviations = 0;
        double gapThere = 0;
        int timeThere = 0;
        double allowedSize = isMeanField() ? largest(right) / Math.sqrt(problem.width()) : 0;
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
            Grade here = grade(errors, isMeanField() ? size <= allowedSize : deviations <= allowedFraction);
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

    private boolean isMeanField() {
        return method.method().equals("meanfield");
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

    /** Where a run stopped early, the time up to which the two were compared. */
    private String upTo(int times) {
        boolean completed =
                method.outcome().isCompleted() && reference.outcome().isCompleted();
        if (!completed && times == 1) {
            return "A run stopped before the first save, so that nothing but the start was compared: ";
        }
        return completed
                ? ""
                : String.format(
                        Locale.ROOT,
                        "Up to tau = %.4g, where a run stopped: ",
                        reference.times().get(times - 1).tau());
    }

    private String sentence(Gap worst) {
        String name = spoken(method, true);
        String other = spoken(reference, false);
        return switch (worst.grade()) {
            case AGREES ->
                String.format(
                        Locale.ROOT,
                        "%s lies within %.1f standard errors of %s at every time and in every observable; with %d looks, %.1f"
                                + " would be significant.",
                        name,
                        worst.standardErrors(),
                        other,
                        looks,
                        significant);
            case AGREES_UP_TO_FINITE_SIZE ->
                isMeanField()
                        ? String.format(
                                Locale.ROOT,
                                "%s agrees with %s up to finite width: the gap is real (%.1f standard errors in %s), but it is %.2g of"
                                        + " the observable's size at most, within the order 1/sqrt(p) that p = %d leaves.",
                                name,
                                other,
                                worst.standardErrors(),
                                worst.observable(),
                                Math.abs(worst.gap()) / largest(reference.indexOf(worst.observable())),
                                problem.width())
                        : String.format(
                                Locale.ROOT,
                                "%s agrees with %s up to finite size: the gap is real (%.1f standard errors in %s), but at most %.2f of"
                                        + " one run's standard deviation, the order that d = %d leaves.",
                                name,
                                other,
                                worst.standardErrors(),
                                worst.observable(),
                                worst.deviations(),
                                problem.dimension());
            case DISAGREES ->
                String.format(
                        Locale.ROOT,
                        "%s disagrees with %s: %s is off by %.3g at tau = %.4g, %s.",
                        name,
                        other,
                        worst.observable(),
                        worst.gap(),
                        worst.tau(),
                        Double.isInfinite(worst.standardErrors())
                                ? "which neither chance nor finite size explains, as all runs are alike"
                                : String.format(
                                        Locale.ROOT,
                                        "and by up to %.1f standard errors and %.2f of one run's standard deviation (%s)",
                                        worst.standardErrors(),
                                        worst.deviations(),
                                        isMeanField()
                                                ? "finite width would explain a fraction 1/sqrt(p) of the observable's size"
                                                : String.format(
                                                        Locale.ROOT,
                                                        "finite size would explain %.2f",
                                                        allowedFraction)));
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
            default -> the + "method " + method;
        };
    }

    private String advice(Grade grade) {
        if (grade == Grade.AGREES) {
            return "";
        }
        if (method.method().equals("meanfield")) {
            return "Run with model.student.width of " + 4 * problem.width() + ": the mean field is the limit of wide"
                    + " students, and the gap should fall at least like 1/sqrt(p).";
        }
        double move = problem.rule().learningRate().rate(0) / problem.dimension();
        if (method.method().equals("ode") && problem.rule().adaptive().isEmpty() && move > LARGEST_MOVE) {
            return String.format(
                    Locale.ROOT,
                    "One step moves by gamma/d = %.2g, too much for an ODE in steps/d: the method map takes the steps one by"
                            + " one.",
                    move);
        }
        if (problem.model() instanceof Limit || !CORRECTED.contains(method.method())) {
            return largerDimension() + ".";
        }
        boolean corrected = problem.rule().corrections() == TrainingRule.Corrections.FINITE_D;
        return largerDimension() + (corrected ? "." : "; or set \"corrections\": \"finite-d\" in training.");
    }

    private String largerDimension() {
        return "Run with a dimension of " + 4 * problem.dimension() + ": the gap should fall like 1/d";
    }
}
