using ContainerKit.Terminals;

namespace ContainerKit.Tests.Terminals;

public sealed class RingBufferTests
{
    [Fact]
    public void A_ring_buffer_behaves_like_a_byte_queue_under_random_operations()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var (ring, queue) = (new RingBuffer(5000), new List<byte>());
            for (var step = 0; step < 300; step++)
            {
                var bytes = new byte[random.Next(random.Next(2) == 0 ? 10 : 3000)];
                random.NextBytes(bytes);
                switch (random.Next(5))
                {
                    case 0 or 1:
                        var room = Math.Max(0, 5000 - queue.Count);
                        ring.Append(bytes).Should().Be(Math.Min(room, bytes.Length));
                        queue.AddRange(bytes.Take(room));
                        break;
                    case 2:
                        var taken = ring.Take(bytes);
                        bytes[..taken].Should().Equal(queue.Take(bytes.Length));
                        queue.RemoveRange(0, taken);
                        break;
                    case 3 when queue.Count < 5000:
                        ring.Unread(bytes);
                        queue.InsertRange(0, bytes);
                        break;
                    default:
                        var (from, value) = (random.Next(queue.Count + 1), (byte)random.Next(256));
                        ring.IndexOf(value, from).Should().Be(queue.IndexOf(value, from));
                        break;
                }

                ring.Length.Should().Be(queue.Count);
            }

            ring.ToArray().Should().Equal(queue);
        }
    }

    [Fact]
    public void A_ring_buffer_that_overwrites_keeps_the_newest_bytes()
    {
        var ring = new RingBuffer(4);

        ring.AppendOverwriting("ab"u8);
        ring.AppendOverwriting("cde"u8);
        ring.ToArray().Should().Equal("bcde"u8.ToArray());
        ring.AppendOverwriting("0123456789"u8);

        ring.ToArray().Should().Equal("6789"u8.ToArray());
    }
}
