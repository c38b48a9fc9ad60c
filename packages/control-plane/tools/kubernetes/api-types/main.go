// Prints, as JSON, the built-in kinds of the pinned Kubernetes version: their resources,
// as its discovery names them, and the fields of their Go types, as JSON is read and
// written by them. See describe for the notation.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"sort"
	"strings"

	apidiscovery "k8s.io/api/apidiscovery/v2"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/kubernetes/scheme"
)

type kind struct {
	Resource   string `json:"resource"`
	Namespaced bool   `json:"namespaced,omitempty"`
	// Empty where the Go type is not at hand, as for the kinds of the extension servers.
	Type string `json:"type,omitempty"`
}

type output struct {
	Version string                     `json:"version"`
	Kinds   map[string]map[string]kind `json:"kinds"`
	Types   map[string]string          `json:"types"`
}

// opaque are the types that write themselves.
var opaque = map[reflect.Type]string{
	reflect.TypeFor[metav1.Time]():        "time",
	reflect.TypeFor[metav1.MicroTime]():   "microTime",
	reflect.TypeFor[metav1.Duration]():    "duration",
	reflect.TypeFor[resource.Quantity]():  "quantity",
	reflect.TypeFor[intstr.IntOrString](): "intOrString",
}

func main() {
	directory, version := kubernetesModule()
	result := output{
		Version: version,
		Kinds:   map[string]map[string]kind{},
		Types:   map[string]string{},
	}
	for _, group := range discovery(directory).Items {
		for _, v := range group.Versions {
			gv := schema.GroupVersion{Group: group.Name, Version: v.Version}
			for _, r := range v.Resources {
				if !contains(r.Verbs, "create") {
					continue
				}
				k := kind{
					Resource:   r.Resource,
					Namespaced: r.Scope == apidiscovery.ScopeNamespace,
				}
				name := r.ResponseKind.Kind
				if t, ok := scheme.Scheme.AllKnownTypes()[gv.WithKind(name)]; ok {
					k.Type = nameOf(t)
					result.describe(t)
				}
				if result.Kinds[gv.String()] == nil {
					result.Kinds[gv.String()] = map[string]kind{}
				}
				result.Kinds[gv.String()][name] = k
			}
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	check(encoder.Encode(result))
}

// describe adds the fields of a struct, and of all that it holds, as
// `name flags:type` parted by commas. Flags are `*` (a pointer), `?` (omitempty) and `!`
// (omitzero); a type is a word, `[` or `{` with that of items or values, or `#` with a name.
func (o *output) describe(t reflect.Type) {
	name := nameOf(t)
	if _, done := o.Types[name]; done {
		return
	}
	o.Types[name] = ""
	o.Types[name] = strings.Join(o.fieldsOf(t), ",")
}

func (o *output) fieldsOf(t reflect.Type) []string {
	var fields []string
	for field := range t.Fields() {
		tag, tagged := field.Tag.Lookup("json")
		parts := strings.Split(tag, ",")
		options := parts[1:]
		if parts[0] == "-" || !field.IsExported() {
			continue
		}
		if field.Anonymous && parts[0] == "" {
			fields = append(fields, o.fieldsOf(field.Type)...)
			continue
		}
		if parts[0] == "" {
			// The converter to unstructured takes untagged names as they are, JSON as well.
			if tagged && !contains(options, "inline") {
				parts[0] = field.Name
			} else {
				panic(fmt.Sprintf("%s.%s has no name", t, field.Name))
			}
		}
		flags, inner := "", field.Type
		if inner.Kind() == reflect.Pointer {
			flags, inner = "*", inner.Elem()
		}
		if contains(options, "omitempty") {
			flags += "?"
		}
		if contains(options, "omitzero") {
			flags += "!"
		}
		fields = append(fields, parts[0]+flags+":"+o.typeOf(inner))
	}
	return fields
}

func (o *output) typeOf(t reflect.Type) string {
	if word, ok := opaque[t]; ok {
		return word
	}
	marshaler := reflect.TypeFor[json.Marshaler]()
	if t.Implements(marshaler) || reflect.PointerTo(t).Implements(marshaler) {
		return "any"
	}
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Int32, reflect.Uint8:
		return t.Kind().String()
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return "int64"
	case reflect.Float64:
		return "float"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[" + o.typeOf(t.Elem())
	case reflect.Map:
		return "{" + o.typeOf(t.Elem())
	case reflect.Struct:
		o.describe(t)
		return "#" + nameOf(t)
	}
	panic(fmt.Sprintf("%s: a type of this sort is not known", t))
}

var version = regexp.MustCompile(`^k8s\.io/(?:api|apimachinery/pkg/apis)/`)

// nameOf is the package's path below the API, and the type: `core/v1.PodSpec`.
func nameOf(t reflect.Type) string {
	return version.ReplaceAllString(t.PkgPath(), "") + "." + t.Name()
}

// kubernetesModule is where the sources of Kubernetes are, and their version.
func kubernetesModule() (directory, version string) {
	command := exec.Command("go", "list", "-m", "-json", "k8s.io/kubernetes")
	command.Stderr = os.Stderr
	text, err := command.Output()
	check(err)
	var module struct{ Dir, Version string }
	check(json.Unmarshal(text, &module))
	return module.Dir, module.Version
}

func discovery(directory string) apidiscovery.APIGroupDiscoveryList {
	var all apidiscovery.APIGroupDiscoveryList
	folder := filepath.Join(directory, "api", "discovery")
	text, err := os.ReadFile(filepath.Join(folder, "aggregated_v2.json"))
	check(err)
	check(json.Unmarshal(text, &all))
	text, err = os.ReadFile(filepath.Join(folder, "api__v1.json"))
	check(err)
	var core metav1.APIResourceList
	check(json.Unmarshal(text, &core))
	version := apidiscovery.APIVersionDiscovery{Version: "v1"}
	for _, r := range core.APIResources {
		if strings.Contains(r.Name, "/") {
			continue
		}
		scope := apidiscovery.ScopeCluster
		if r.Namespaced {
			scope = apidiscovery.ScopeNamespace
		}
		version.Resources = append(version.Resources, apidiscovery.APIResourceDiscovery{
			Resource:     r.Name,
			ResponseKind: &metav1.GroupVersionKind{Kind: r.Kind},
			Scope:        scope,
			Verbs:        r.Verbs,
		})
	}
	all.Items = append(all.Items, apidiscovery.APIGroupDiscovery{
		Versions: []apidiscovery.APIVersionDiscovery{version},
	})
	sort.SliceStable(all.Items, func(i, j int) bool {
		return all.Items[i].Name < all.Items[j].Name
	})
	return all
}

func contains(all []string, one string) bool {
	for _, it := range all {
		if it == one {
			return true
		}
	}
	return false
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
