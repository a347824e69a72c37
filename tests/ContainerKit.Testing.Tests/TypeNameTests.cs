using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ContainerKit.Testing.Tests;

/// <summary>
/// The names of the public types beside those of the test frameworks: a test imports both, also with the usings that
/// an SDK or a framework adds by itself.
/// </summary>
public sealed class TypeNameTests
{
    private static readonly string[] _own = ["ContainerKit", "ContainerKit.Services", "ContainerKit.Testing"];

    // The namespaces that tests import. TUnit.Core.HookType is imported with its members.
    private static readonly string[] _foreign =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        "Xunit", "NUnit.Framework", "Microsoft.VisualStudio.TestTools.UnitTesting",
        "TUnit.Core", "TUnit.Assertions", "TUnit.Assertions.Extensions", "TUnit.Core.HookType",
    ];

    [Theory]
    [InlineData("Demo")]
    [InlineData("DemoV2")]
    [InlineData("DemoNUnit")]
    [InlineData("DemoMSTest")]
    [InlineData("DemoTUnit")]
    public void Public_type_names_do_not_occur_in_the_framework_too(string demo)
    {
        var program = typeof(TypeNameTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == demo).Value!;
        string[] files =
        [
            .. Directory.GetFiles(Path.GetDirectoryName(program)!, "*.dll"),
            .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll"),
        ];
        var names = files.SelectMany(ReadNames).ToList();

        var own = names.Where(name => _own.Contains(name.Namespace)).Select(name => name.Name).ToHashSet();
        var foreign = names.Where(name => _foreign.Contains(name.Namespace)).Select(name => name.Name).ToHashSet();

        own.Should().Contain([nameof(DockerEngine), nameof(DockerFixture)]);
        foreign.Should().Contain("Assert");
        own.Should().NotIntersectWith(foreign);
    }

    /// <summary>Returns the public types of an assembly, and the static members of HookType, which TUnit imports.</summary>
    private static List<(string Namespace, string Name)> ReadNames(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        if (!image.HasMetadata) return [];
        var reader = image.GetMetadataReader();
        var names = new List<(string, string)>();
        foreach (var type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public) continue;
            var (space, name) = (reader.GetString(type.Namespace), reader.GetString(type.Name));
            names.Add((space, name));
            if (name != "HookType") continue;
            names.AddRange(type.GetFields().Select(field => ($"{space}.{name}", reader.GetString(reader.GetFieldDefinition(field).Name))));
        }

        return names;
    }
}
