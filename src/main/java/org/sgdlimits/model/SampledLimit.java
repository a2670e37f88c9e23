package org.sgdlimits.model;

import java.util.random.RandomGenerator;

/** A {@link Limit} together with the stochastic gradient descent which it claims to describe. */
public interface SampledLimit extends Limit, SampledModel {

    /**
     * A fresh run of SGD whose statistics equal the given ones.
     *
     * @param dimension d
     * @param start the statistics at the start
     * @param random the run's own stream of random numbers
     */
    Run start(int dimension, double[] start, RandomGenerator random);

    /** One run of SGD; mutable, used by one thread. */
    interface Run {

        /** One step of SGD; steps are counted from 0. */
        void step(long index);

        /** Writes the statistics of the present state. */
        void statistics(double[] out);
    }
}
