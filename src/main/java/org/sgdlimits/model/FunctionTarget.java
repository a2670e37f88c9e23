package org.sgdlimits.model;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** A target by a function of one's own, which gets a fresh copy of the k fields each time. */
record FunctionTarget(String name, int directions, Smoothness smoothness, ToDoubleFunction<double[]> function)
        implements Target {

    FunctionTarget {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(smoothness, "smoothness");
        Objects.requireNonNull(function, "function");
        if (directions < 1) {
            throw new IllegalArgumentException("target.directions: expected a whole number >= 1, got " + directions);
        }
    }

    @Override
    public double value(double[] fields, int offset) {
        return function.applyAsDouble(Arrays.copyOfRange(fields, offset, offset + directions));
    }

    @Override
    public Activation.Parity parity() {
        return Activation.Parity.NONE;
    }

    @Override
    public String describe() {
        return "target " + name + " of " + directions + " directions";
    }
}
