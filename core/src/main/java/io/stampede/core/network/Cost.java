package io.stampede.core.network;

/**
 * What a network costs, exactly.
 *
 * @param parameters convolution, batch-norm affine and classifier parameters; running statistics,
 *     gates and the set encoder are not counted (algorithms.md section 6)
 * @param multiplyAdds multiply-adds of convolutions and classifier for one 32x32 picture
 * @param trainingBytes estimated peak memory of one training step in bytes (section 7.1)
 */
public record Cost(long parameters, long multiplyAdds, long trainingBytes) {}
