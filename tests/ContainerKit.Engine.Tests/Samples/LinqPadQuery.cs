using System.Xml.Linq;

namespace ContainerKit.Engine.Tests.Samples;

/// <summary>A query of LINQPad's, taken apart: an element that says what it is and what it needs, an empty line, and the code.</summary>
internal sealed record LinqPadQuery(string Kind, IReadOnlyList<string> Packages, IReadOnlyList<string> Namespaces, string Body)
{
    // What LINQPad imports by itself, and nothing more: no implicit usings of the SDK.
    private static readonly string[] _imported =
    [
        "System", "System.Collections", "System.Collections.Generic", "System.Data", "System.Diagnostics", "System.IO", "System.Linq", "System.Linq.Expressions",
        "System.Reflection", "System.Text", "System.Text.RegularExpressions", "System.Threading", "System.Transactions", "System.Xml", "System.Xml.Linq",
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

    /// <summary>The query as a program of one file, with the few words of LINQPad's that the queries use.</summary>
    /// <param name="version">Which version LINQPad would take of a package that the query names.</param>
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
            _ => throw new NotSupportedException($"A query of the kind {Kind} is not one of these samples."),
        },
        File.ReadAllText(Repository.PathOf("tests", "ContainerKit.Engine.Tests", "Samples", "LinqPadStubs.cs.txt")),
    ]);
}
