package org.sgdlimits.model;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.integration.IterativeLegendreGaussIntegrator;

/** The learning-rate schedules behind the factories of {@link Schedule}. */
final class Schedules {

    private static final int MAX_EVALUATIONS = 1_000_000;

    private Schedules() {}

    static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + ": expected a number > 0, got " + value);
        }
        return value;
    }

    /** γ(τ) = rate. */
    record Constant(double value) implements Schedule {
        Constant {
            positive("learningRate", value);
        }

        @Override
        public double rate(double tau) {
            return value;
        }

        @Override
        public double integral(double tau) {
            return value * tau;
        }

        @Override
        public Schedule times(double factor) {
            return new Constant(factor * value);
        }

        @Override
        public String describe() {
            return Double.toString(value);
        }
    }

    /** Another schedule times a factor. */
    record Scaled(Schedule schedule, double factor) implements Schedule {
        Scaled {
            positive("learningRate factor", factor);
        }

        @Override
        public double rate(double tau) {
            return factor * schedule.rate(tau);
        }

        @Override
        public double integral(double tau) {
            return factor * schedule.integral(tau);
        }

        @Override
        public double[] jumps() {
            return schedule.jumps();
        }

        @Override
        public String describe() {
            return factor + " times " + schedule.describe();
        }
    }

    /** Constant between the given times. */
    static final class Piecewise implements Schedule {
        private final double[] times;
        private final double[] rates;

        Piecewise(double[] times, double[] rates) {
            if (rates.length != times.length + 1) {
                throw new IllegalArgumentException("learningRate: expected one rate more than times, got "
                        + rates.length + " rates and " + times.length + " times");
            }
            for (int i = 0; i < times.length; i++) {
                if (!(times[i] > (i == 0 ? 0 : times[i - 1])) || Double.isInfinite(times[i])) {
                    throw new IllegalArgumentException(
                            "learningRate: expected increasing times > 0, got " + Arrays.toString(times));
                }
            }
            for (double rate : rates) {
                positive("learningRate", rate);
            }
            this.times = times.clone();
            this.rates = rates.clone();
        }

        @Override
        public double rate(double tau) {
            int piece = 0;
            while (piece < times.length && tau >= times[piece]) {
                piece++;
            }
            return rates[piece];
        }

        @Override
        public double integral(double tau) {
            double sum = 0;
            double from = 0;
            for (int i = 0; i < times.length && times[i] < tau; i++) {
                sum += rates[i] * (times[i] - from);
                from = times[i];
            }
            return sum + rate(from) * (tau - from);
        }

        @Override
        public double[] jumps() {
            return times.clone();
        }

        @Override
        public String describe() {
            return "piecewise " + Arrays.toString(rates) + " with jumps at tau " + Arrays.toString(times);
        }
    }

    /** rate·(1 + τ/time)^(−exponent). */
    record Power(double rate0, double time, double exponent) implements Schedule {
        Power {
            positive("learningRate.rate", rate0);
            positive("learningRate.time", time);
            if (!(exponent >= 0) || Double.isInfinite(exponent)) {
                throw new IllegalArgumentException("learningRate.exponent: expected a number >= 0, got " + exponent);
            }
        }

        @Override
        public double rate(double tau) {
            return rate0 * Math.pow(1 + tau / time, -exponent);
        }

        @Override
        public double integral(double tau) {
            double log = Math.log1p(tau / time);
            double growth = (1 - exponent) * log;
            // expm1 keeps full precision as the exponent passes through 1, where the integral turns into a logarithm
            return rate0 * time * (growth == 0 ? log : log * Math.expm1(growth) / growth);
        }

        @Override
        public String describe() {
            return rate0 + "*(1 + tau/" + time + ")^-" + exponent;
        }
    }

    /** A user's function. */
    record Function(DoubleUnaryOperator function) implements Schedule {
        @Override
        public double rate(double tau) {
            return positive("learningRate at tau = " + tau, function.applyAsDouble(tau));
        }

        @Override
        public double integral(double tau) {
            if (tau == 0) {
                return 0;
            }
            return new IterativeLegendreGaussIntegrator(10, 1e-13, 1e-13)
                    .integrate(MAX_EVALUATIONS, this::rate, 0, tau);
        }

        @Override
        public String describe() {
            return "a function of tau";
        }
    }
}
