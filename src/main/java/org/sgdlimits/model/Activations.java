package org.sgdlimits.model;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erf;
import org.hipparchus.analysis.differentiation.UnivariateDerivative1;
import org.hipparchus.util.Binary64;
import org.sgdlimits.gaussian.Hermite;

/** The activations behind the names of {@link Activation}. */
final class Activations {

    private static final double SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double SQRT_HALF = Math.sqrt(0.5);

    static final Activation RELU = new Function("relu", x -> Math.max(x, 0), x -> x > 0 ? 1 : 0, true) {
        @Override
        public Family family() {
            return Family.RELU;
        }
    };

    static final Activation ERF =
            new Function("erf", x -> Erf.value(x * SQRT_HALF), x -> SQRT_TWO_OVER_PI * Math.exp(-0.5 * x * x), false) {
                @Override
                public Family family() {
                    return Family.ERF;
                }

                @Override
                public Parity parity() {
                    return Parity.ODD;
                }
            };

    static final Activation TANH = new Function("tanh", Math::tanh, x -> 1 - square(Math.tanh(x)), false) {
        @Override
        public Parity parity() {
            return Parity.ODD;
        }
    };

    static final Activation SIGMOID =
            new Function("sigmoid", Activations::logistic, x -> logistic(x) * logistic(-x), false);

    static final Activation SIGN = new Function("sign", Math::signum, x -> 0, true) {
        @Override
        public Parity parity() {
            return Parity.ODD;
        }
    };

    static final Activation GELU = new Function(
            "gelu",
            x -> x * normalDistribution(x),
            x -> normalDistribution(x) + 0.5 * x * SQRT_TWO_OVER_PI * Math.exp(-0.5 * x * x),
            false);

    private Activations() {}

    private static double square(double x) {
        return x * x;
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double normalDistribution(double x) {
        return 0.5 * (1 + Erf.value(x * SQRT_HALF));
    }

    static String listName(String kind, double[] coefficients) {
        return kind + Arrays.toString(coefficients);
    }

    static Activation polynomial(String name, double... coefficients) {
        int degree = coefficients.length - 1;
        while (degree > 0 && coefficients[degree] == 0) {
            degree--;
        }
        if (degree < 0) {
            throw new IllegalArgumentException(name + ": expected at least one coefficient, got none");
        }
        for (double coefficient : coefficients) {
            if (!Double.isFinite(coefficient)) {
                throw new IllegalArgumentException(name + ": expected finite coefficients");
            }
        }
        return new Polynomial(name, Arrays.copyOf(coefficients, degree + 1));
    }

    static Activation hermite(double... coefficients) {
        return polynomial(listName("hermite", coefficients), Hermite.toMonomials(coefficients));
    }

    static Activation differentiated(String name, ActivationFormula formula) {
        return new Function(
                name,
                x -> formula.value(new Binary64(x)).getReal(),
                x -> formula.value(new UnivariateDerivative1(x, 1)).getFirstDerivative(),
                false);
    }

    /** Σ_n c_n xⁿ. */
    private static final class Polynomial implements Activation {
        private final String name;
        private final double[] coefficients;

        Polynomial(String name, double[] coefficients) {
            this.name = name;
            this.coefficients = coefficients;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public double value(double x) {
            double sum = 0;
            for (int n = coefficients.length - 1; n >= 0; n--) {
                sum = sum * x + coefficients[n];
            }
            return sum;
        }

        @Override
        public double slope(double x) {
            double sum = 0;
            for (int n = coefficients.length - 1; n >= 1; n--) {
                sum = sum * x + n * coefficients[n];
            }
            return sum;
        }

        @Override
        public Family family() {
            return Family.POLYNOMIAL;
        }

        @Override
        public double[] coefficients() {
            return coefficients.clone();
        }

        @Override
        public Parity parity() {
            return hasNone(1) ? Parity.EVEN : hasNone(0) ? Parity.ODD : Parity.NONE;
        }

        /** Whether the powers n, n + 2, … do not occur. */
        private boolean hasNone(int n) {
            for (int i = n; i < coefficients.length; i += 2) {
                if (coefficients[i] != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A pair of functions. */
    static class Function implements Activation {
        private final String name;
        private final DoubleUnaryOperator value;
        private final DoubleUnaryOperator slope;
        private final boolean kinked;

        Function(String name, DoubleUnaryOperator value, DoubleUnaryOperator slope, boolean kinked) {
            this.name = name;
            this.value = value;
            this.slope = slope;
            this.kinked = kinked;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public double value(double x) {
            return value.applyAsDouble(x);
        }

        @Override
        public double slope(double x) {
            return slope.applyAsDouble(x);
        }

        @Override
        public boolean kinked() {
            return kinked;
        }
    }
}
