using System.Text;
using System.Text.Json;
using ContainerKit.Builds;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Tests.Exec;

namespace ContainerKit.Tests.Http;

/// <summary>
/// Reads damaged responses in random pieces. The readers end, hold little memory, and throw only exceptions that the client
/// translates.
/// </summary>
public sealed class ResponseFuzzTests
{
    private const int Rounds = 3000;

    [Fact(Timeout = 120_000)]
    public async Task Damaged_HTTP_responses_are_read_or_throw_IOException()
    {
        var outcomes = new Dictionary<string, int>();
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var body = new string('x', random.Next(100));
            var wire = random.Next(3) switch
            {
                0 => $"HTTP/1.1 500 Oops\r\nContent-Length: {body.Length}\r\n\r\n{body}",
                1 => "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + $"{body.Length + 1:x}\r\n{body}y\r\n0\r\n\r\n",
                _ => $"HTTP/1.1 404 Not Found\r\nX: {body}\r\n\r\n{body}",
            };
            var damaged = Damage(Encoding.ASCII.GetBytes(wire), random);
            var reader = new HttpResponseReader(new PartialReadStream(damaged, () => random.Next(1, 30)));
            var outcome = "read";
            try
            {
                using var response = await reader.ReadHeadAsync(TestContext.Current.CancellationToken);
                var read = await reader.ReadBodyAsync(response, TestContext.Current.CancellationToken);
                read.Length.Should().BeLessThanOrEqualTo(64 * 1024);
            }
            catch (IOException)
            {
                outcome = "IOException";
            }

            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        outcomes.Values.Should().HaveCount(2).And.OnlyContain(count => count > 100, "the responses cover both outcomes");
    }

    [Fact(Timeout = 120_000)]
    public async Task JSON_lines_in_random_pieces_are_read_as_by_a_line_reader()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            string[] separators = ["\n", "\r\n", "\0", "\r\n\0", "\n\n \t", ""];
            var expected = Enumerable.Range(0, random.Next(8)).Select(i =>
                $$"""{"n":{{i}},"t":"{{new string('ä', random.Next(50))}}"}""").ToList();
            var wire = string.Concat(expected.Select(text => text + separators[random.Next(separators.Length)]));

            var read = await ReadLinesAsync(Encoding.UTF8.GetBytes(wire), random);

            read.Should().Equal(expected, $"the seed was {seed}");
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Damaged_JSON_lines_are_read_or_throw_JsonException()
    {
        var failures = 0;
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var wire = Encoding.UTF8.GetBytes(
                """{"status":"größe \ud83d\ude00","id":"a1","progressDetail":{"current":1e3}}""" + "\r\n[1,\"\\ud800\"]\n");
            try
            {
                await ReadLinesAsync(Damage(wire, random), random);
            }
            catch (JsonException)
            {
                failures++;
            }
        }

        failures.Should().BeInRange(100, Rounds - 100);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_JSON_line_without_an_end_throws_InvalidData()
    {
        var spaces = new byte[(JsonLines.MaximumLineLength * 2) + 1];
        spaces.AsSpan().Fill((byte)' ');

        await FluentActions.Awaiting(() => ReadLinesAsync(spaces, null))
            .Should().ThrowAsync<InvalidDataException>().WithMessage("*more than 32 MiB*");
    }

    [Theory]
    [InlineData(@"""\ud800""", "\ufffd")]
    [InlineData(@"""\udc00x""", "\ufffdx")]
    [InlineData(@"""\ud83d\ude00""", "😀")]
    [InlineData(@"""\\ud800""", @"\ud800")]
    [InlineData(@"""\ud800\ud83d\ude00""", "\ufffd😀")]
    [InlineData("\ufeff\"a\"", "a")]
    public void Halves_of_surrogate_pairs_in_JSON_are_replaced(string json, string expected) =>
        JsonText.Parse(Encoding.UTF8.GetBytes(json)).GetString().Should().Be(expected);

    [Fact]
    public void Invalid_UTF8_in_JSON_is_replaced() =>
        JsonText.Parse(new byte[] { (byte)'"', (byte)'a', 0xff, 0xc3, (byte)'"' }).GetString().Should().Be("a\ufffd\ufffd");

    [Fact]
    public void Random_protobuf_messages_are_read_without_an_exception()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var message = new byte[random.Next(200)];
            random.NextBytes(message);
            // Small values look more like tags and lengths.
            if (random.Next(2) == 0) for (var i = 0; i < message.Length; i++) message[i] &= 0x1f;

            var status = BuildKitStatus.Read(message);

            (status.Vertexes.Count + status.Transfers.Count + status.Outputs.Count).Should().BeLessThanOrEqualTo(message.Length);
        }
    }

    private static async Task<List<string>> ReadLinesAsync(byte[] wire, Random? random)
    {
        var texts = new List<string>();
        var stream = new PartialReadStream(wire, () => random?.Next(1, 40) ?? int.MaxValue);
        await foreach (var json in JsonLines.ReadAsync(stream, TestContext.Current.CancellationToken)) texts.Add(json.GetRawText());
        return texts;
    }

    private static byte[] Damage(byte[] wire, Random random)
    {
        var damaged = wire.ToArray();
        for (var i = random.Next(3); i > 0; i--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return random.Next(3) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
    }
}
