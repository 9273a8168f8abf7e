/** Made data, for demos and the benchmark. */
@NullMarked
package timesessions.generate;

import org.jspecify.annotations.NullMarked;
