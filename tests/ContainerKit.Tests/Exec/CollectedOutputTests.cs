using System.Text;
using ContainerKit.Exec;

namespace ContainerKit.Tests.Exec;

/// <summary>The bytes of an output that are held in memory.</summary>
public sealed class CollectedOutputTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(300_000)]
    [InlineData(20_000_000)]
    public void A_complete_output_has_all_bytes_in_order(int length)
    {
        var expected = new byte[length];
        new Random(length).NextBytes(expected);
        var output = new CollectedOutput(int.MaxValue, 0);
        for (var start = 0; start < length; start += 70_001) output.Append(expected.AsSpan(start, Math.Min(70_001, length - start)));

        output.GetTail().ToArray().Should().Equal(expected[Math.Max(0, length - CollectedOutput.MessageLength)..]);
        (output.GetText() == Encoding.UTF8.GetString(expected)).Should().BeTrue();
        output.GetBytes().Span.SequenceEqual(expected).Should().BeTrue();
        output.GetBytes().Should().Be(output.GetBytes(), "the array is created once");
        output.GetTail().ToArray().Should().Equal(expected[Math.Max(0, length - CollectedOutput.MessageLength)..]);
        (output.Length, output.TotalLength, output.OmittedLength).Should().Be((length, length, 0));
    }

    [Theory]
    [InlineData(4, 4, "0123456789", "0123\n[... 2 bytes left out ...]\n6789")]
    [InlineData(4, 6, "0123456789", "0123456789")]
    [InlineData(0, 3, "0123456789", "\n[... 7 bytes left out ...]\n789")]
    [InlineData(3, 0, "0123456789", "012\n[... 7 bytes left out ...]\n")]
    [InlineData(20, 20, "0123456789", "0123456789")]
    [InlineData(2, 2, "aéééb", "a\n[... 4 bytes left out ...]\nb")]
    public void The_ends_of_an_output_are_collected_with_a_note_between_them(int first, int last, string text, string expected)
    {
        foreach (var pieceLength in new[] { 1, 3, 100 })
        {
            var output = new CollectedOutput(first, last);
            foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(pieceLength)) output.Append(piece);

            output.GetText().Should().Be(expected);
            output.OmittedLength.Should().Be(Math.Max(0, Encoding.UTF8.GetByteCount(text) - first - last));
        }
    }

    [Fact]
    public void An_output_that_is_not_collected_has_its_end_for_messages_only()
    {
        var output = new CollectedOutput(0, CollectedOutput.MessageLength) { IsResult = false };
        for (var i = 0; i < 10_000; i++) output.Append(Encoding.ASCII.GetBytes($"line {i:000000000000}\n"));

        output.GetBytes().IsEmpty.Should().BeTrue();
        output.GetText().Should().BeEmpty();
        output.OmittedLength.Should().Be(180_000);
        Encoding.ASCII.GetString(output.GetTail().Span).Should().HaveLength(CollectedOutput.MessageLength)
            .And.EndWith("line 000000009998\nline 000000009999\n");
    }

    [Fact]
    public void The_end_for_messages_does_not_join_the_parts_of_an_output_with_a_gap()
    {
        var output = new CollectedOutput(4, 4);
        output.Append("0123456789"u8);

        Encoding.ASCII.GetString(output.GetTail().Span).Should().Be("6789");
        Encoding.ASCII.GetString(output.GetBytes().Span).Should().Be("01236789");
        Encoding.ASCII.GetString(output.GetTail().Span).Should().Be("6789");
    }

    [Fact]
    public void A_large_output_is_materialized_without_garbage()
    {
        const int Length = 64_000_000;
        var piece = new byte[64_000];
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        var output = new CollectedOutput(int.MaxValue, 0);
        for (var i = 0; i < Length / piece.Length; i++) output.Append(piece);
        var bytes = output.GetBytes();

        bytes.Length.Should().Be(Length);
        (GC.GetAllocatedBytesForCurrentThread() - allocated).Should().BeLessThan(Length + 1_000_000);
    }

    [Fact]
    public void The_text_of_a_large_output_is_materialized_without_its_bytes()
    {
        const int Length = 64_000_000;
        var piece = new byte[64_000];
        piece.AsSpan().Fill((byte)'x');
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        var output = new CollectedOutput(int.MaxValue, 0);
        for (var i = 0; i < Length / piece.Length; i++) output.Append(piece);
        var text = output.GetText();

        text.Should().HaveLength(Length);
        (GC.GetAllocatedBytesForCurrentThread() - allocated).Should().BeLessThan((Length * sizeof(char)) + 1_000_000);
    }
}
