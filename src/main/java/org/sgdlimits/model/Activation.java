package org.sgdlimits.model;

import java.util.function.DoubleUnaryOperator;

/**
 * An activation σ with its slope σ'.
 *
 * <p>Besides the shipped ones, a user gives a function with its derivative ({@link #of}) or only the function
 * ({@link #differentiated}). Immutable; called from many threads.
 */
public interface Activation {

    /** σ(x) = x. */
    Activation LINEAR = Activations.polynomial("linear", 0, 1);

    /** σ(x) = x². */
    Activation SQUARE = Activations.polynomial("square", 0, 0, 1);

    /** σ(x) = max(x, 0). */
    Activation RELU = Activations.RELU;

    /** σ(x) = erf(x/√2). */
    Activation ERF = Activations.ERF;

    /** σ(x) = tanh x. */
    Activation TANH = Activations.TANH;

    /** σ(x) = 1/(1 + e^{−x}). */
    Activation SIGMOID = Activations.SIGMOID;

    /** σ(x) = sign x; its slope is zero almost everywhere, so it serves a teacher only. */
    Activation SIGN = Activations.SIGN;

    /** σ(x) = x Φ(x), Φ the normal distribution function. */
    Activation GELU = Activations.GELU;

    /** Families whose Gaussian expectations have closed forms. */
    enum Family {
        /** Polynomials. */
        POLYNOMIAL,
        /** erf(x/√2). */
        ERF,
        /** max(x, 0). */
        RELU,
        /** Anything else. */
        OTHER
    }

    /** Symmetry of σ about 0. */
    enum Parity {
        /** σ(−x) = σ(x). */
        EVEN,
        /** σ(−x) = −σ(x). */
        ODD,
        /** Neither, or not known. */
        NONE
    }

    /** The name that messages and manifests show. */
    String name();

    /** σ(x). */
    double value(double x);

    /** σ'(x); at a kink the mean of no side is promised. */
    double slope(double x);

    /** The family that decides which closed forms apply. */
    default Family family() {
        return Family.OTHER;
    }

    /** Coefficients of a polynomial, lowest degree first; empty for every other family. A fresh array. */
    default double[] coefficients() {
        return new double[0];
    }

    /** The symmetry of σ. */
    default Parity parity() {
        return Parity.NONE;
    }

    /** Whether σ has a kink or a jump at 0; kinks elsewhere are not supported. */
    default boolean kinked() {
        return false;
    }

    /** Σ_n c_n He_n(x)/√n!, an expansion in orthonormal Hermite polynomials. */
    static Activation hermite(double... coefficients) {
        return Activations.hermite(coefficients);
    }

    /** Σ_n c_n xⁿ. */
    static Activation polynomial(double... coefficients) {
        return Activations.polynomial(Activations.listName("polynomial", coefficients), coefficients);
    }

    /** A smooth function with its derivative. */
    static Activation of(String name, DoubleUnaryOperator value, DoubleUnaryOperator slope) {
        return new Activations.Function(name, value, slope, false);
    }

    /** A function with its derivative, with a kink or a jump at 0. */
    static Activation kinkedAtZero(String name, DoubleUnaryOperator value, DoubleUnaryOperator slope) {
        return new Activations.Function(name, value, slope, true);
    }

    /** A smooth function alone; its slope comes from Hipparchus' automatic differentiation, exact to rounding. */
    static Activation differentiated(String name, ActivationFormula formula) {
        return Activations.differentiated(name, formula);
    }
}
