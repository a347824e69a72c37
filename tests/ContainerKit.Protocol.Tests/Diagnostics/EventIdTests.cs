using System.Reflection;
using System.Text.RegularExpressions;
using ContainerKit.Services;
using ContainerKit.Swarm;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Protocol.Tests.Diagnostics;

/// <summary>The event IDs of the packages, which log to the same category.</summary>
public sealed partial class EventIdTests
{
    private static readonly List<LoggerMessageAttribute> _messages =
    [
        .. from assembly in (Assembly[])[typeof(DockerEngine).Assembly, typeof(TestCleanupSession).Assembly, typeof(SwarmService).Assembly]
           from type in assembly.GetTypes()
           from method in type.GetMethods(
               BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           from message in method.GetCustomAttributes<LoggerMessageAttribute>()
           select message,
    ];

    [Fact]
    public void Event_ids_are_unique_within_the_category()
    {
        _messages.Should().HaveCountGreaterThan(15);
        _messages.Select(message => message.EventId).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Event_ids_in_the_documentation_are_those_of_the_code()
    {
        var documented = Row().Matches(File.ReadAllText(LoggingPage())).Select(row => (row.Groups["id"].Value, row.Groups["level"].Value));

        documented.Should().BeEquivalentTo(_messages.Select(message =>
            ($"{message.EventId}", message.Level == LogLevel.None ? "chosen by the caller" : $"{message.Level}")));
    }

    // A release build does not record the location of its sources, so the repository is found from the test's folder.
    private static string LoggingPage()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ContainerKit.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException(
                $"{AppContext.BaseDirectory} is not in a checkout of the repository.");
        return Path.Combine(folder.FullName, "docs", "logging.md");
    }

    [GeneratedRegex(@"^\| (?<id>\d+) \| (?<level>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
