using System.Xml.Linq;

namespace ContainerKit.Engine.Tests.Samples;

/// <summary>A parsed LINQPad query: an XML element with its kind and references, an empty line, and the code.</summary>
internal sealed record LinqPadQuery(string Kind, IReadOnlyList<string> Packages, IReadOnlyList<string> Namespaces, string Body)
{
    // The namespaces that LINQPad imports by default. The implicit usings of the SDK are not among them.
    private static readonly string[] _imported =
    [
        "System", "System.Collections", "System.Collections.Generic", "System.Data", "System.Diagnostics", "System.IO",
        "System.Linq", "System.Linq.Expressions",
        "System.Reflection", "System.Text", "System.Text.RegularExpressions", "System.Threading", "System.Transactions",
        "System.Xml", "System.Xml.Linq",
        "System.Xml.XPath", "LINQPad",
    ];

    public static LinqPadQuery Parse(string text)
    {
        text = text.ReplaceLineEndings("\n");
        var end = text.IndexOf("</Query>", StringComparison.Ordinal) + "</Query>".Length;
        var header = XElement.Parse(text[..end]);
        return new LinqPadQuery(
            (string?)header.Attribute("Kind") ?? "",
            [.. header.Elements("NuGetReference").Select(element => element.Value)],
            [.. header.Elements("Namespace").Select(element => element.Value)],
            text[end..].Trim());
    }

    /// <summary>Converts the query to a single-file program that contains stubs of the LINQPad API.</summary>
    /// <param name="version">Returns the version of a package that the query references.</param>
    public string ToProgram(Func<string, string> version) => string.Join('\n',
    [
        .. Packages.Select(package => $"#:package {package}@{version(package)}"),
        "#:property ImplicitUsings=disable",
        "#:property Nullable=disable",
        "#:property PublishAot=false",
        .. _imported.Concat(Namespaces).Distinct().Select(name => $"using {name};"),
        "using static LINQPad.QueryWords;",
        Kind switch
        {
            "Expression" => $"({Body}).Dump();",
            "Statements" => Body,
            _ => throw new NotSupportedException($"Queries of the kind {Kind} are not supported."),
        },
        File.ReadAllText(RepositoryPaths.GetPath("tests", "ContainerKit.Engine.Tests", "Samples", "LinqPadStubs.cs.txt")),
    ]);
}
