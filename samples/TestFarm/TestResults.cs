using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using ContainerKit.Swarm;

namespace TestFarm;

/// <summary>The results of all classes in one document, in the XML format of xUnit.</summary>
internal sealed class TestResults
{
    private readonly XDocument _document = new(new XElement("assemblies"));
    private readonly List<string> _missing = [];

    /// <summary>Indicates whether all tests passed and the results of all classes could be read.</summary>
    public bool IsSuccess => _missing.Count == 0 && Sum("failed") + Sum("errors") == 0;

    /// <summary>The numbers of tests on one line.</summary>
    public string Summary =>
        $"{Sum("total")} tests, {Sum("failed")} failed, {Sum("errors")} errors, {Sum("skipped")} skipped"
        + (_missing.Count == 0 ? "" : $", no results of {string.Join(", ", _missing)}");

    /// <summary>Merges the results of the tasks. A class whose results are not XML counts as missing.</summary>
    public static TestResults Merge(JobResult job)
    {
        var results = new TestResults();
        foreach (var task in job.Tasks)
        {
            try
            {
                var assemblies = XDocument.Parse(task.Stdout).Root!.Elements("assembly").ToList();
                if (assemblies.Count == 0) results._missing.Add(task.Name);
                foreach (var assembly in assemblies)
                {
                    assembly.SetAttributeValue("environment", $"{assembly.Attribute("environment")?.Value}; node {task.Node}");
                    results._document.Root!.Add(assembly);
                }
            }
            catch (XmlException)
            {
                results._missing.Add(task.Name);
                Console.Error.WriteLine($"{task}\n{task.Stdout}{task.Stderr}");
            }
        }

        return results;
    }

    /// <summary>Writes the document to a file.</summary>
    public void Save(string file) => _document.Save(file);

    private int Sum(string attribute) => _document.Root!.Elements("assembly")
        .Sum(assembly => int.TryParse(assembly.Attribute(attribute)?.Value, CultureInfo.InvariantCulture, out var value) ? value : 0);
}
