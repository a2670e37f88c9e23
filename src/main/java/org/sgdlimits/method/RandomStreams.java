package org.sgdlimits.method;

import java.util.random.RandomGenerator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Independent streams keyed by (seed, purpose, replica): a counter-based Philox generator hashes the key into the seed of a
 * fast xoshiro256++ stream, so that a replica's numbers do not depend on which thread runs it or on how many others run.
 */
public final class RandomStreams {

    /** What a stream is for; two purposes never share numbers. */
    public enum Purpose {
        /** Where a replica starts. */
        START(0),
        /** The directions of its vectors. */
        DIRECTIONS(1),
        /** The samples of raw SGD. */
        RAW_SGD(2),
        /** The fields of reduced SGD. */
        REDUCED_SGD(3),
        /** The noise of a stochastic differential equation. */
        SDE(4),
        /** The sums of large batches. */
        CENTRAL_LIMIT(5),
        /** The noise of homogenized SGD. */
        HOMOGENIZED_SGD(6),
        /** A random data matrix, its labels and its rows held out. */
        DESIGN(7),
        /** The rows that SGD on a data matrix visits. */
        DATA_SGD(8),
        /** The noise of homogenized SGD on a data matrix. */
        DATA_HSGD(9),
        /** The probes of a trace. */
        PROBES(10);

        private final long key;

        Purpose(long key) {
            this.key = key;
        }
    }

    private RandomStreams() {}

    static UniformRandomProvider of(long seed, Purpose purpose, long replica) {
        UniformRandomProvider philox =
                RandomSource.PHILOX_4X64.create(new long[] {seed, purpose.key, replica, 0, 0, 0});
        long[] state = new long[4];
        for (int i = 0; i < state.length; i++) {
            state[i] = philox.nextLong();
        }
        return RandomSource.XO_SHI_RO_256_PP.create(state);
    }

    /** The stream of a seed, a purpose and a replica, for other rooms. */
    public static RandomGenerator generator(long seed, Purpose purpose, long replica) {
        return standard(of(seed, purpose, replica));
    }

    /** The same stream as the standard library's interface, for models written by users. */
    static RandomGenerator standard(UniformRandomProvider random) {
        ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return random.nextLong();
            }

            @Override
            public double nextGaussian() {
                return gaussian.sample();
            }
        };
    }
}
