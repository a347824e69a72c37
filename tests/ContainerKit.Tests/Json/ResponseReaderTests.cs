using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Cleanup;
using ContainerKit.Json;

namespace ContainerKit.Tests.Json;

/// <summary>
/// All readers of engine answers, with answers that differ from a real one in any place. No answer makes a reader throw, and what means the
/// same is read the same.
/// </summary>
public sealed class ResponseReaderTests
{
    // The reader, and the answers that it reads: see RecordedAnswers.Find.
    private static readonly Dictionary<string, string[]> _answers = new()
    {
        ["FileChange.Read"] = ["changes#*"],
        ["ContainerFile.Read"] = ["stat"],
        ["VolumeUsage.Read"] = ["df#Volumes/*/UsageData"],
        ["VolumeDetails.Read"] = ["volume", "volumes#Volumes/*"],
        ["ContainerLimits.Read"] = ["container#HostConfig"],
        ["HealthCheckResult.Read"] = ["container#State/Health/Log/*"],
        ["ContainerHealth.Read"] = ["container#State/Health"],
        ["ContainerSummary.Read"] = ["containers#*"],
        ["ContainerDetails.Read"] = ["container"],
        ["ContainerStats.Read"] = ["stats"],
        ["ContainerMount.Read"] = ["container#Mounts/*", "containers#*/Mounts/*"],
        ["ContainerSize.Read"] = ["container"],
        ["EngineDiskUsage.Read"] = ["df"],
        ["EngineInfo.Read"] = ["info"],
        ["EngineVersion.Read"] = ["version"],
        ["EngineEvent.Read"] = ["events#*"],
        ["PruneReport.Read"] = ["prune"],
        ["ImagePruneReport.Read"] = ["image-prune"],
        ["ImageHealthCheck.Read"] = ["health-check"],
        ["ImageDetails.Read"] = ["image"],
        ["ImageSummary.Read"] = ["images#*"],
        ["ImageHistoryEntry.Read"] = ["history#*"],
        ["NetworkContainer.Read"] = ["network#Containers/*"],
        ["NetworkDetails.Read"] = ["network", "networks#*"],
        ["TransferProgressParser.Read"] = ["transfer#*"],
        ["ListedResource.Read"] = ["containers#*", "networks#*", "volumes#Volumes/*", "images#*"],
        ["ListedResource.ReadGeneratedNames"] = ["images#*"],
        ["ImageIdText.ReadTags"] = ["image"],
    };

    // Readers that need a connection or a state. Tests of their own have odd answers: MalformedResponseTests, BuildOutputTests.
    private static readonly string[] _others =
    [
        "ExitWait.ReadExitCode", "ImageLookup.Read", "ClassicBuildOutputParser.Read", "BuildKitOutputParser.Read",
        "TransferCompletion.Read",
    ];

    public static TheoryData<string> Names => [.. _answers.Keys];

    [Fact]
    public void Each_reader_of_an_answer_has_a_recorded_answer()
    {
        var readers = Readers().Select(NameOf).Distinct().ToList();

        readers.Should().BeEquivalentTo([.. _answers.Keys, .. _others]);
        foreach (var (reader, paths) in _answers)
            foreach (var path in paths) RecordedAnswers.Find(path).Should().NotBeEmpty($"{reader} reads {path}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_value_in_an_answer_makes_its_reader_throw(string reader) =>
        ForEach(reader, (read, answer) =>
        {
            foreach (var (change, document) in JsonMutations.ReplaceValues(answer)) Read(read, document, change);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_number_in_quotes_is_read_as_the_number(string reader) =>
        ForEach(reader, (read, answer) =>
        {
            var expected = Read(read, JsonBody.ToElement(answer), "unchanged");
            foreach (var (change, document) in JsonMutations.QuoteNumbers(answer))
                Read(read, document, change).Should().Be(expected, "{0}", change);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_member_is_read_as_null(string reader) =>
        ForEach(reader, (read, answer) =>
        {
            foreach (var (change, one, other) in JsonMutations.ReplaceEquivalents(answer))
                Read(read, one, change).Should().Be(Read(read, other, change), "{0}", change);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void An_unknown_member_changes_nothing(string reader) =>
        ForEach(reader, (read, answer) =>
        {
            var expected = Read(read, JsonBody.ToElement(answer), "unchanged");
            foreach (var (change, document) in JsonMutations.AddMembers(answer))
                Read(read, document, change).Should().Be(expected, "{0}", change);
        });

    [Fact]
    public void Deeply_nested_JSON_is_a_JsonException()
    {
        foreach (var depth in (int[])[65, 100_000])
        {
            FluentActions.Invoking(() => JsonText.Parse(Enumerable.Repeat((byte)'[', depth).ToArray())).Should().Throw<JsonException>();
            FluentActions.Invoking(() => EngineErrorMessage.Read(new string('[', depth))).Should().NotThrow();
        }
    }

    private static void ForEach(string reader, Action<Func<JsonElement, object?>, JsonNode> check)
    {
        foreach (var method in Readers().Where(method => NameOf(method) == reader))
            foreach (var arguments in ArgumentsOf(method))
                foreach (var path in _answers[reader])
                    foreach (var answer in RecordedAnswers.Find(path))
                        check(json => Invoke(method, arguments, json), answer);
    }

    private static string Read(Func<JsonElement, object?> read, JsonElement json, string change)
    {
        try
        {
            return ObjectText.Describe(read(json));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"With {change}: {(e as TargetInvocationException)?.InnerException ?? e}", e);
        }
    }

    private static object? Invoke(MethodInfo method, object?[] arguments, JsonElement json)
    {
        var isJson = method.GetParameters().Select(parameter => parameter.ParameterType == typeof(JsonElement));
        return method.Invoke(null, [.. isJson.Select((item, i) => item ? json : arguments[i])]);
    }

    private static IEnumerable<object?[]> ArgumentsOf(MethodInfo method)
    {
        var parameters = method.GetParameters();
        object?[] Arguments(ResourceKind kind) => [.. parameters.Select(parameter =>
            parameter.ParameterType == typeof(ResourceKind) ? kind
            : parameter.Name == "removedProperty" ? "ContainersDeleted"
            : parameter.ParameterType == typeof(string) ? (object)"name" : null)];
        return parameters.Any(parameter => parameter.ParameterType == typeof(ResourceKind))
            ? Enum.GetValues<ResourceKind>().Select(Arguments)
            : [Arguments(default)];
    }

    private static IEnumerable<MethodInfo> Readers() => typeof(DockerEngine).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(method => !method.IsPrivate && method.Name.StartsWith("Read", StringComparison.Ordinal)
            && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(JsonElement)));

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
