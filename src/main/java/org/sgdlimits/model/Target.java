package org.sgdlimits.model;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a network learns: the label without its noise, a function y(λ*) of the k fields of the teacher directions.
 *
 * <p>A {@link CommitteeTarget}, for which closed forms exist; a {@link HermiteTarget}, multi-index by its coefficients; or a function
 * of one's own. Immutable; called from many threads.
 */
public interface Target {

    /** The number k of teacher directions. */
    int directions();

    /**
     * y(λ*), allocating nothing unless it is a function of one's own.
     *
     * @param fields holds λ*_1 … λ*_k from {@code offset} on; not changed
     */
    double value(double[] fields, int offset);

    /** What a quadrature may assume of y; a kink or a jump is only where a field is zero. */
    Smoothness smoothness();

    /** The symmetry of y under λ* → −λ*. */
    Activation.Parity parity();

    /** A few words for people, such as {@code teacher 2 x erf}. */
    String describe();

    /** Σ_α c_α Π_r h_{α_r}(λ*_r), see {@link HermiteTarget}. */
    static Target hermite(int directions, HermiteTerm... terms) {
        return new HermiteTarget(directions, List.of(terms));
    }

    /** A smooth function of k fields; it receives an array of its own. */
    static Target of(String name, int directions, ToDoubleFunction<double[]> function) {
        return of(name, directions, Smoothness.smooth(), function);
    }

    /**
     * A function of k fields, polynomial of a known degree or with kinks where a field is zero; it receives an array of its own.
     * What is said of it is taken at its word: the estimated errors of {@code inspect} are large where it is wrong.
     */
    static Target of(String name, int directions, Smoothness smoothness, ToDoubleFunction<double[]> function) {
        return new FunctionTarget(name, directions, smoothness, function);
    }
}
