namespace ContainerKit.Builds;

/// <summary>One instruction of a Dockerfile, its continued lines joined, without the here-documents that follow it.</summary>
internal sealed record DockerfileInstruction(string Keyword, string Arguments, bool HasHereDocument)
{
    /// <summary>The names of the options that stand first, such as <c>--mount</c>.</summary>
    public IEnumerable<string> Options => Flags.Select(flag => flag.Split('=', 2)[0]);

    /// <summary>The options that stand first, each as it is written.</summary>
    public IEnumerable<string> Flags => Words.TakeWhile(word => word.StartsWith("--", StringComparison.Ordinal));

    public string[] Words => Arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
