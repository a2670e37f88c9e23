package org.sgdlimits.analysis;

import java.util.List;
import java.util.Locale;
import org.sgdlimits.leastsquares.DesignMatrix;
import org.sgdlimits.leastsquares.Sampling;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/** What the size of a problem explains of a limit's gap to SGD, in which words, and what to run next. */
sealed interface FiniteSize {

    /** No more of one run's standard deviation than this is put down to finite size. */
    double LARGEST_FRACTION = 0.5;

    double ORDER_CONSTANT = 10;

    /** The part that it explains at most: of one run's standard deviation, or of the observable's size. */
    double fraction();

    /** Whether finite size explains a gap of this size, also stated in deviations of one run; largest is the observable's. */
    default boolean explains(double size, double deviations, double largest) {
        return deviations <= fraction();
    }

    /** "size" or "width". */
    default String word() {
        return "size";
    }

    /** Why a gap counts as finite size. */
    String explanation(Gap gap, double largest);

    /** What finite size would explain at most, in words. */
    default String bound() {
        return String.format(Locale.ROOT, "finite size would explain %.2f", fraction());
    }

    /** What to run next. */
    String advice();

    /** The finite size of a method's limit in a task. */
    static FiniteSize of(Task task, String method) {
        if (task instanceof DataTask data) {
            return new OfMatrix(data);
        }
        Problem<?> problem = ((ModelTask) task).problem();
        return method.equals("meanfield") ? new OfWidth(problem.width()) : new OfDimension(problem, method);
    }

    private static String within(Gap gap, String order) {
        return String.format(
                Locale.ROOT,
                "at most %.2f of one run's standard deviation, the order that %s",
                gap.deviations(),
                order);
    }

    /**
     * At most {@link #LARGEST_FRACTION} of one run's standard deviation and at most {@link #ORDER_CONSTANT}·√(n_b/d) of it: the mean
     * of a limit is off by O(1/d), the spread of a run is O(1/√(d n_b)).
     */
    record OfDimension(Problem<?> problem, String method) implements FiniteSize {

        /** Steps of this size or less, in γ/d, are followed by an ODE. */
        private static final double LARGEST_MOVE = 0.01;

        /** Methods whose mean and noise the corrections of finite dimension change. */
        private static final List<String> CORRECTED = List.of("ode", "sde");

        @Override
        public double fraction() {
            return Math.min(
                    LARGEST_FRACTION,
                    ORDER_CONSTANT * Math.sqrt((double) problem.rule().batch() / problem.dimension()));
        }

        @Override
        public String explanation(Gap gap, double largest) {
            return within(gap, "d = " + problem.dimension() + " leaves");
        }

        @Override
        public String advice() {
            double move = problem.rule().learningRate().rate(0) / problem.dimension();
            if (method.equals("ode") && problem.rule().adaptive().isEmpty() && move > LARGEST_MOVE) {
                return String.format(
                        Locale.ROOT,
                        "One step moves by gamma/d = %.2g, too much for an ODE in steps/d: the method map takes the steps"
                                + " one by one.",
                        move);
            }
            String larger = "Run with a dimension of " + 4 * problem.dimension() + ": the gap should fall like 1/d";
            boolean correctible = CORRECTED.contains(method)
                    && !(problem.model() instanceof Limit)
                    && problem.rule().corrections() != TrainingRule.Corrections.FINITE_D;
            return larger + (correctible ? "; or set \"corrections\": \"finite-d\" in training." : ".");
        }
    }

    /** The mean field is the limit of wide students: at most 1/√p of the largest mean of the observable in size. */
    record OfWidth(int width) implements FiniteSize {

        @Override
        public double fraction() {
            return 1 / Math.sqrt(width);
        }

        @Override
        public boolean explains(double size, double deviations, double largest) {
            return size <= largest * fraction();
        }

        @Override
        public String word() {
            return "width";
        }

        @Override
        public String explanation(Gap gap, double largest) {
            return String.format(
                    Locale.ROOT,
                    "it is %.2g of the observable's size at most, within the order 1/sqrt(p) that p = %d leaves",
                    Math.abs(gap.gap()) / largest,
                    width);
        }

        @Override
        public String bound() {
            return "finite width would explain a fraction 1/sqrt(p) of the observable's size";
        }

        @Override
        public String advice() {
            return "Run with model.student.width of " + 4 * width + ": the mean field is the limit of wide"
                    + " students, and the gap should fall at least like 1/sqrt(p).";
        }
    }

    /**
     * On a given n × d matrix the prediction replaces Σ_i r_i² ‖a_i‖² by the product of the means, which for Gaussian rows is off by a
     * relative O(1/√(nd)), while the spread of a run is O(1/√n): at most {@link #LARGEST_FRACTION} of one run's standard deviation
     * and at most {@link #ORDER_CONSTANT}/√d of it.
     */
    record OfMatrix(DataTask task) implements FiniteSize {

        private DesignMatrix design() {
            return task.problem().data().design();
        }

        @Override
        public String advice() {
            if (DataWarning.growth(task).isPresent()) {
                return "The loss grows, and few of the runs make its mean: lower training.learningRate.";
            }
            if (task.problem().rule().sampling() == Sampling.RESHUFFLED) {
                return "Rows without replacement over an epoch have less noise than the prediction, which draws them afresh:"
                        + " training.sampling \"independent\" is what it covers.";
            }
            String rows =
                    "More rows and columns bring the two together, like 1/sqrt(n d) where the rows have no structure; a gap"
                            + " that stays comes from rows of very different length, which \"standardise\": \"rows\" of a"
                            + " file evens out, or residuals that go with it: the spectrum does not know of either.";
            return task.modes().lanczos().isEmpty()
                    ? rows
                    : "More probes and steps in model.spectrum show what of the gap is the spectrum's. " + rows;
        }

        @Override
        public double fraction() {
            return Math.min(LARGEST_FRACTION, ORDER_CONSTANT / Math.sqrt(design().columns()));
        }

        @Override
        public String explanation(Gap gap, double largest) {
            return within(gap, "a " + design().rows() + " x " + design().columns() + " matrix leaves");
        }
    }
}
