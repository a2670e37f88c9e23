package org.sgdlimits.method;

import java.util.random.RandomGenerator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Independent streams keyed by (seed, purpose, replica): a counter-based Philox generator hashes the key into the seed of a
 * fast xoshiro256++ stream, so that a replica's numbers do not depend on which thread runs it or on how many others run.
 */
final class RandomStreams {

    /** What a stream is for; two purposes never share numbers. */
    enum Purpose {
        START(0),
        DIRECTIONS(1),
        RAW_SGD(2),
        REDUCED_SGD(3),
        SDE(4),
        CENTRAL_LIMIT(5),
        HOMOGENIZED_SGD(6);

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
